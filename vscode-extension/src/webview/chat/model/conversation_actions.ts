// What the user can do with a conversation. What does not work is told as a problem.

import type { BridgeRequestMethod } from "../../../bridge/messages";
import { promptBlocks, withText } from "../../../conversation/attachments";
import type { OpenElicitation, OpenPermission } from "../../../conversation/questions";
import type { QueuedPrompt } from "../../../conversation/thread";
import type {
  AgentName,
  ElicitationAction,
  JsonObject,
  OpenCanvas,
  OpenParams,
  ResumeParams,
  TurnId,
  WhenBusy,
} from "../../../protocol";
import { BridgeFailure, type ParamsOf, type ResultOf } from "../bridge/bridge";
import type { App } from "./app";
import { EMPTY_DRAFT } from "./drafts";
import type { ThreadStore } from "./thread_store";

/** Of a file that is suggested. */
const MAX_NAME = 60;

export class ConversationActions {
  readonly #id: string;

  constructor(
    private readonly app: App,
    private readonly store: ThreadStore,
  ) {
    this.#id = store.id;
  }

  /** Send what was written. If it is not accepted, it is in the prompt again. */
  async send(whenBusy: WhenBusy = "queue"): Promise<void> {
    const draft = this.app.drafts.of(this.#id);
    const { text, attachments } = draft.peek();
    const prompt = promptBlocks(text, attachments);
    if (prompt.length === 0) {
      return;
    }
    draft.value = EMPTY_DRAFT;
    this.app.keep();
    try {
      await this.app.bridge.request("easel/conversation/prompt", {
        conversationId: this.#id,
        prompt,
        detach: true,
        whenBusy,
      });
    } catch (error) {
      if (!(error instanceof BridgeFailure)) {
        throw error;
      }
      const now = draft.peek();
      draft.value = {
        text: [text, now.text].filter(Boolean).join("\n\n"),
        attachments: [...attachments, ...now.attachments],
      };
      this.app.problems.add("The prompt was not sent", error.message);
    }
  }

  /** Ask the agent to stop. What follows if it does not is up to the settings. */
  stop(): Promise<unknown> {
    return this.#do("The agent could not be stopped", "easel/conversation/cancel", {});
  }

  /** Stop now, whatever it takes. */
  forceStop(): Promise<unknown> {
    return this.#do("The agent could not be stopped", "easel/conversation/interrupt", {
      graceMs: 0,
    });
  }

  answer(question: OpenPermission, optionId: string): Promise<unknown> {
    const { permissionId } = question;
    return this.#do("The answer was not sent", "easel/permission/respond", {
      permissionId,
      optionId,
    });
  }

  /** Close the question without an answer. */
  dismiss(question: OpenPermission): Promise<unknown> {
    const { permissionId } = question;
    return this.#do("The answer was not sent", "easel/permission/respond", {
      permissionId,
      cancelled: true,
    });
  }

  fillIn(
    question: OpenElicitation,
    action: ElicitationAction,
    content?: JsonObject,
  ): Promise<unknown> {
    const { elicitationId } = question;
    return this.#do("The answer was not sent", "easel/elicitation/respond", {
      elicitationId,
      action,
      ...(content && { content }),
    });
  }

  setMode(modeId: string): Promise<unknown> {
    return this.#do("The mode was not changed", "easel/conversation/setMode", { modeId });
  }

  setOption(configId: string, value: string | boolean): Promise<unknown> {
    return this.#do("The option was not changed", "easel/conversation/setConfigOption", {
      configId,
      value,
    });
  }

  editQueued(turnId: TurnId, text: string): Promise<unknown> {
    const queued = this.store.thread.peek()?.queue.find((each) => each.turnId === turnId);
    const prompt = withText(queued?.prompt ?? [], text);
    return this.#do("The prompt was not changed", "easel/conversation/queue/edit", {
      turnId,
      prompt,
    });
  }

  /** Remove a waiting prompt. It can be had back. */
  async dropQueued(turnId: TurnId): Promise<void> {
    const queue = this.store.thread.peek()?.queue ?? [];
    const dropped = queue.find((each) => each.turnId === turnId);
    const failure = "The prompt was not removed";
    if ((await this.#do(failure, "easel/conversation/queue/drop", { turnId })) && dropped) {
      this.app.problems.offerUndo(
        "The prompt was removed",
        () => void this.#requeue(dropped, queue),
      );
    }
  }

  /** Let a removed prompt wait again, where it was. */
  async #requeue({ turnId, prompt, held }: QueuedPrompt, queue: readonly QueuedPrompt[]) {
    const waits = held ? { run: false } : { detach: true };
    const failure = "The prompt does not wait again";
    const sent = await this.#do(failure, "easel/conversation/prompt", { prompt, ...waits });
    if (sent) {
      const turnIds = queue.map((each) => (each.turnId === turnId ? sent.turnId : each.turnId));
      const still = new Set(this.store.thread.peek()?.queue.map((each) => each.turnId));
      await this.#do("The order was not changed", "easel/conversation/queue/reorder", {
        turnIds: turnIds.filter((each) => each === sent.turnId || still.has(each)),
      });
    }
  }

  /** Move a waiting prompt by so many places. */
  moveQueued(turnId: TurnId, by: number): Promise<unknown> | undefined {
    const ids = this.store.thread.peek()?.queue.map((each) => each.turnId) ?? [];
    const from = ids.indexOf(turnId);
    const to = from + by;
    if (from < 0 || to < 0 || to >= ids.length) {
      return undefined;
    }
    const turnIds = ids.toSpliced(from, 1).toSpliced(to, 0, turnId);
    return this.#do("The order was not changed", "easel/conversation/queue/reorder", { turnIds });
  }

  /** Send what is held, and bring the agent up for it. */
  run(): Promise<unknown> {
    return this.#do("It could not go on", "easel/conversation/run", {});
  }

  /** Bring the agent and its session back. */
  resume(choice: Omit<ResumeParams, "conversationId"> = {}): Promise<unknown> {
    return this.#do("The session could not be resumed", "easel/conversation/resume", choice);
  }

  /** Go on in a copy, from the end of a turn on. */
  async fork(atTurnId?: TurnId): Promise<void> {
    const fork = await this.#do("It could not be forked", "easel/conversation/fork", {
      ...(atTurnId && { atTurnId }),
    });
    if (fork) {
      this.app.conversations.inform(fork.conversation);
      this.app.show(fork.conversation.id);
    }
  }

  pause(): Promise<unknown> {
    return this.#do("The work could not be paused", "easel/conversation/pause", {});
  }

  rename(title: string): Promise<unknown> {
    return this.#do("The title was not changed", "easel/conversation/rename", { title });
  }

  /** Delete it. It can be had back. */
  async remove(): Promise<void> {
    if (await this.#do("It was not deleted", "easel/conversation/delete", {})) {
      this.app.deleted(this.#id);
    }
  }

  /** Log in with the agent's own login in a terminal, and try again. */
  async login(agent: AgentName, authMethods: readonly JsonObject[]): Promise<void> {
    const login = await this.app.problems.attempt("The login did not work", () =>
      this.app.bridge.request("host/runTerminalLogin", { agent, authMethods }),
    );
    if (login?.succeeded) {
      await this.run();
    }
  }

  /** Become the owner. From one that is at work only with the user's word. */
  async takeOver(): Promise<void> {
    if (await this.#taken()) {
      await this.reopen("own");
    }
  }

  /** Ask anew who owns it, and until when. */
  async lookWhoOwns(): Promise<void> {
    const params = { conversationId: this.#id };
    const answer = await this.app.bridge.request("easel/lease/get", params).catch(() => null);
    const info = this.store.thread.peek()?.info;
    if (answer && info) {
      this.store.inform({ ...info, lease: answer.lease ?? null });
    }
  }

  async #taken(): Promise<boolean> {
    try {
      await this.app.bridge.request("easel/lease/take", { conversationId: this.#id });
      return true;
    } catch (error) {
      if (!(error instanceof BridgeFailure) || error.kind !== "leaseHeld") {
        this.app.problems.add("It could not be taken over", (error as Error).message);
        return false;
      }
    }
    return (await this.#confirmedForce()) && this.#takenByForce();
  }

  async #takenByForce(): Promise<boolean> {
    const failure = "It could not be taken over";
    return (await this.#do(failure, "easel/lease/take", { force: true })) !== undefined;
  }

  reopen(mode: OpenParams["mode"]): Promise<void> {
    return this.store.open(mode);
  }

  /** Show an open canvas where the editor shows such. */
  showCanvas({ channel }: OpenCanvas): Promise<unknown> {
    const params = { channel, conversationId: this.#id };
    return this.app.problems.attempt("The canvas could not be shown", () =>
      this.app.bridge.request("host/openCanvas", params),
    );
  }

  closeCanvas({ channel }: OpenCanvas): Promise<unknown> {
    return this.app.problems.attempt("The canvas was not closed", () =>
      this.app.bridge.request("easel/canvas/close", { channel }),
    );
  }

  /** Let the user choose among those that are open and those that can be opened. */
  chooseCanvas(): void {
    void this.app.problems.attempt("No canvas could be shown", () =>
      this.app.bridge.request("host/chooseCanvas", {}),
    );
  }

  /** Save the conversation as a text. */
  async exportText(): Promise<void> {
    const title = this.store.thread.peek()?.info.title ?? "";
    const name = title
      .replace(/[^\p{L}\p{N} _-]+/gu, " ")
      .trim()
      .slice(0, MAX_NAME);
    await this.app.problems.attempt("The conversation was not saved", async () => {
      const { text } = await this.app.bridge.request("easel/conversation/export", {
        conversationId: this.#id,
        format: "markdown",
      });
      await this.app.bridge.request("host/saveText", {
        name: `${name || "conversation"}.md`,
        text: text ?? "",
      });
    });
  }

  async #confirmedForce(): Promise<boolean> {
    const { confirmed } = await this.app.bridge.request("host/confirm", {
      message: "Take this conversation away from the window that is working on it?",
      detail: "Its agent is stopped there. What it has not finished is lost.",
      action: "Take Over",
    });
    return confirmed;
  }

  #do<M extends BridgeRequestMethod>(
    failure: string,
    method: M,
    params: Omit<ParamsOf<M>, "conversationId">,
  ): Promise<ResultOf<M> | undefined> {
    const full = { conversationId: this.#id, ...params } as unknown as ParamsOf<M>;
    return this.app.problems.attempt(failure, () => this.app.bridge.request(method, full));
  }
}
