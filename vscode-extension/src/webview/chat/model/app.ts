// The chat panel without its looks: what is on screen, and everything that it can do.

import { type Signal, signal } from "@preact/signals";
import type { ChatCommand, ServerState } from "../../../bridge/messages";
import { conversationOf } from "../../../canvas/session_channel";
import { isBusy } from "../../../conversation/status";
import type {
  AgentInfo,
  AgentName,
  ConversationId,
  ConversationInfo,
  DidUpdateParams,
} from "../../../protocol";
import { Bridge } from "../bridge/bridge";
import type { Port } from "../bridge/port";
import { Announcer } from "./announcer";
import { ConversationActions } from "./conversation_actions";
import { ConversationList, isEmpty } from "./conversation_list";
import { Drafts, EMPTY_DRAFT, NEW_DRAFT } from "./drafts";
import { Files } from "./files";
import { Problems } from "./problems";
import { ThreadStore } from "./thread_store";
import { Trash } from "./trash";

const MAX_THREADS = 8;

export type Route =
  | { readonly view: "list" }
  | { readonly view: "trash" }
  | { readonly view: "thread"; readonly conversationId: ConversationId };

interface Kept {
  readonly conversationId?: string | null;
  readonly drafts?: Readonly<Record<string, string>>;
  readonly agent?: string;
}

export class App {
  readonly bridge: Bridge;
  readonly server: Signal<ServerState> = signal({ state: "starting" });
  readonly agents: Signal<readonly AgentInfo[]> = signal([]);
  readonly route: Signal<Route> = signal({ view: "list" });
  readonly problems = new Problems();
  readonly drafts = new Drafts();
  readonly announcer = new Announcer();
  readonly conversations: ConversationList;
  readonly trash: Trash;
  readonly files: Files;
  /** Counts how often the cursor was asked to go into the prompt. */
  readonly focusRequests: Signal<number> = signal(0);
  /** The agent of the next new conversation. Null: what the settings say. */
  readonly chosenAgent: Signal<AgentName | null> = signal(null);
  readonly starting: Signal<boolean> = signal(false);
  /** There is something to read, whatever the server does now. */
  readonly hasBeenReady: Signal<boolean> = signal(false);
  readonly #threads = new Map<ConversationId, ThreadStore>();
  readonly #port: Port;
  #restored = false;
  /** A new conversation was wanted before there was a server. */
  #beginWhenReady = false;
  #beginning: Promise<ConversationId | null> | null = null;

  constructor(port: Port) {
    this.#port = port;
    this.bridge = new Bridge((message) => port.post(message));
    this.conversations = new ConversationList(this.bridge, this.problems);
    this.trash = new Trash(this.bridge, this.problems);
    this.files = new Files(this);
    this.#listen();
    port.listen((message) => this.bridge.receive(message));
  }

  start(): void {
    this.bridge.ready();
  }

  thread(id: ConversationId): ThreadStore {
    const known = this.#threads.get(id);
    if (known) {
      return known;
    }
    const store = new ThreadStore(id, this.bridge);
    this.#threads.set(id, store);
    this.#forgetOldThreads();
    void store.open();
    return store;
  }

  actions(id: ConversationId): ConversationActions {
    return new ConversationActions(this, this.thread(id));
  }

  /** The conversation on screen. */
  get current(): ConversationId | null {
    const route = this.route.peek();
    return route.view === "thread" ? route.conversationId : null;
  }

  showList(): void {
    this.#leave();
    this.#go({ view: "list" });
    void this.conversations.refresh();
  }

  showTrash(): void {
    this.#leave();
    this.#go({ view: "trash" });
    void this.trash.open();
  }

  /** Take a conversation out of the trash, and show it. */
  async restore(conversationId: ConversationId): Promise<void> {
    this.problems.clear();
    const restored = await this.problems.attempt("It was not restored", () =>
      this.bridge.request("easel/conversation/restore", { conversationId }),
    );
    if (restored) {
      this.trash.forget(conversationId);
      this.conversations.inform(restored.conversation);
      this.show(conversationId);
    }
  }

  show(conversationId: ConversationId): void {
    if (this.current !== conversationId) {
      this.#leave();
    }
    this.#go({ view: "thread", conversationId });
    this.focusPrompt();
  }

  /** Begin a conversation and start its agent, so that its commands and modes are known. */
  begin(agent: AgentName | null = this.chosenAgent.peek()): Promise<ConversationId | null> {
    this.#beginning ??= this.#begin(agent).finally(() => {
      this.#beginning = null;
      this.starting.value = false;
    });
    return this.#beginning;
  }

  /** Begin a conversation with what was written below the list. */
  async sendNew(): Promise<void> {
    const begun = await this.begin();
    if (begun !== null) {
      await this.actions(begun).send();
    }
  }

  /** Begin anew with another agent, keeping what was written. */
  async chooseAgent(agent: AgentName): Promise<void> {
    this.chosenAgent.value = agent;
    if (this.current !== null) {
      this.#moveDraft(this.current, NEW_DRAFT);
    }
    await this.begin(agent);
    this.keep();
  }

  async #begin(agent: AgentName | null): Promise<ConversationId | null> {
    this.starting.value = true;
    const created = await this.problems.attempt("A new conversation could not be started", () =>
      this.bridge.request("easel/conversation/create", { warm: true, ...(agent && { agent }) }),
    );
    if (!created) {
      return null;
    }
    const { conversation } = created;
    this.conversations.inform(conversation);
    this.#moveDraft(NEW_DRAFT, conversation.id);
    this.show(conversation.id);
    return conversation.id;
  }

  #moveDraft(from: string, to: string): void {
    this.drafts.of(to).value = this.drafts.of(from).peek();
    this.drafts.of(from).value = EMPTY_DRAFT;
  }

  /** How an agent is called to people. */
  agentName(agent: AgentName): string {
    return this.agents.value.find(({ id }) => id === agent)?.name ?? agent;
  }

  /** The agent of conversations for which none was chosen. */
  get defaultAgent(): AgentInfo | undefined {
    return this.agents.value.find(({ isDefault }) => isDefault);
  }

  focusPrompt(): void {
    this.focusRequests.value++;
  }

  /** Keep what must survive a reload. */
  keep(): void {
    const agent = this.chosenAgent.peek();
    const kept: Kept = {
      conversationId: this.current,
      drafts: this.drafts.texts(),
      ...(agent && { agent }),
    };
    this.#port.keep(kept);
  }

  #listen(): void {
    const { bridge } = this;
    bridge.on("host/serverState", (state) => this.#serverChanged(state));
    bridge.on("host/focus", () => this.focusPrompt());
    bridge.on("host/context", (context) => this.files.contextChanged(context));
    bridge.on("host/command", (command) => void this.#command(command));
    bridge.on("easel/agents/didChange", ({ agents }) => {
      this.agents.value = agents;
    });
    bridge.on("easel/conversation/didChange", ({ conversation }) => this.#inform(conversation));
    bridge.on("easel/conversation/didDelete", ({ conversationId }) => this.deleted(conversationId));
    bridge.on("easel/conversation/didUpdate", (update) => this.#updated(update));
    bridge.on("easel/ahp/action", (action) => {
      this.#threads.get(conversationOf(action.channel) ?? "")?.canvases.heed(action);
    });
    bridge.on("easel/lease/didChange", ({ conversationId, lease, access }) => {
      const thread = this.#threads.get(conversationId);
      const info = thread?.thread.peek()?.info;
      if (info) {
        thread.inform({ ...info, lease, access });
      }
    });
  }

  #updated({ conversationId, events }: DidUpdateParams): void {
    this.#threads.get(conversationId)?.receive(events);
  }

  #inform(info: ConversationInfo): void {
    this.conversations.inform(info);
    this.#threads.get(info.id)?.inform(info);
  }

  #serverChanged(state: ServerState): void {
    const wasReady = this.server.peek().state === "ready";
    this.server.value = state;
    if (state.state === "ready" && !wasReady) {
      this.hasBeenReady.value = true;
      void this.#serverReady();
    }
  }

  async #serverReady(): Promise<void> {
    for (const thread of this.#threads.values()) {
      void thread.open();
    }
    await Promise.all([this.#readAgents(), this.conversations.refresh()]);
    this.#restore();
    if (this.#beginWhenReady) {
      this.#beginWhenReady = false;
      await this.begin();
    }
  }

  async #readAgents(): Promise<void> {
    const listed = await this.problems.attempt("The agents could not be read", () =>
      this.bridge.request("easel/agents/list", {}),
    );
    if (listed) {
      this.agents.value = listed.agents;
    }
  }

  #restore(): void {
    if (this.#restored) {
      return;
    }
    this.#restored = true;
    const kept = (this.#port.restore() ?? {}) as Kept;
    this.drafts.restore(kept.drafts ?? {});
    this.chosenAgent.value = kept.agent ?? null;
    if (
      kept.conversationId &&
      this.current === null &&
      this.conversations.info(kept.conversationId)
    ) {
      this.show(kept.conversationId);
    }
  }

  async #command(command: ChatCommand): Promise<void> {
    switch (command.command) {
      case "newConversation":
        return this.#beginSoon();
      case "showConversations":
        return this.showList();
      case "showDeleted":
        return this.showTrash();
      case "openConversation":
        return this.show(command.conversationId);
      case "exportConversation":
        return this.current === null ? undefined : this.actions(this.current).exportText();
      case "compose":
        return this.files.compose(command);
    }
  }

  async #beginSoon(): Promise<void> {
    if (this.server.peek().state === "ready") {
      await this.begin();
    } else {
      this.#beginWhenReady = true;
    }
  }

  #go(route: Route): void {
    this.route.value = route;
    this.problems.clear();
    this.keep();
    void this.bridge.request("host/didShow", { conversationId: this.current }).catch(() => {});
  }

  /** A conversation in which nothing was said is not worth keeping. */
  #leave(): void {
    const id = this.current;
    const info = id === null ? undefined : this.#threads.get(id)?.thread.peek()?.info;
    if (id === null || !info || !isEmpty(info) || isBusy(info.executionStatus)) {
      return;
    }
    this.#forget(id);
    void this.bridge.request("easel/conversation/delete", { conversationId: id }).catch(() => {});
  }

  /** A conversation was put into the trash, by whomever. */
  deleted(id: ConversationId): void {
    const title = this.conversations.info(id)?.title || "The conversation";
    this.#forget(id);
    if (this.current === id) {
      this.showList();
      this.problems.offerUndo(`“${title}” was deleted`, () => void this.restore(id));
    } else if (this.route.peek().view === "trash") {
      void this.trash.refresh();
    }
  }

  #forget(id: ConversationId): void {
    this.#threads.delete(id);
    this.conversations.forget(id);
  }

  #forgetOldThreads(): void {
    for (const id of this.#threads.keys()) {
      if (this.#threads.size > MAX_THREADS && id !== this.current) {
        this.#threads.delete(id);
      }
    }
  }
}
