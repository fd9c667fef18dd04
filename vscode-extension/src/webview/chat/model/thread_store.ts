// One conversation that is open: its thread, kept up to date.

import { type Signal, signal } from "@preact/signals";
import type { VirtualItem } from "@tanstack/virtual-core";
import { prepend } from "../../../conversation/history";
import { openQuestions } from "../../../conversation/questions";
import { apply, informed, opened } from "../../../conversation/sequence";
import type { Thread } from "../../../conversation/thread";
import type { ConversationId, ConversationInfo, Event, OpenParams } from "../../../protocol";
import type { Bridge } from "../bridge/bridge";
import { Canvases } from "./canvases";
import { oncePerFrame } from "./frames";

const PAGE = 500;
/** How far to look back for a question that is open. */
const MAX_PAGES_FOR_QUESTION = 20;

export type Loading =
  | { readonly state: "loading" }
  | { readonly state: "ready" }
  | { readonly state: "failed"; readonly message: string };

/** Where in a thread somebody reads. */
export interface ReadingPlace {
  /** Pixels from the beginning. */
  readonly offset: number;
  /** The rows that have been drawn, with their heights. */
  readonly measured: VirtualItem[];
}

export class ThreadStore {
  readonly thread: Signal<Thread | null> = signal(null);
  readonly loading: Signal<Loading> = signal({ state: "loading" });
  readonly loadingEarlier: Signal<boolean> = signal(false);
  readonly canvases: Canvases;
  /** Where it was left. Null: at the end, which is followed. */
  place: ReadingPlace | null = null;
  #pending: Event[] = [];
  readonly #schedule = oncePerFrame(() => this.flush());
  #opening: Promise<void> | null = null;

  constructor(
    readonly id: ConversationId,
    private readonly bridge: Bridge,
  ) {
    this.canvases = new Canvases(id, bridge);
  }

  /** Open the conversation, or open it again from where it was left. */
  open(mode: OpenParams["mode"] = "auto"): Promise<void> {
    this.#opening ??= this.#open(mode).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Events of this conversation. They are folded in the next frame. */
  receive(events: readonly Event[]): void {
    this.#pending.push(...events);
    this.#schedule();
  }

  /** What is known of the conversation as a whole. */
  inform(info: ConversationInfo): void {
    this.flush();
    const thread = this.thread.peek();
    if (thread) {
      this.thread.value = informed(thread, info);
    }
  }

  /** Fold what has been received. */
  flush(): void {
    const thread = this.thread.peek();
    if (thread === null || this.#pending.length === 0) {
      return;
    }
    const events = this.#pending;
    this.#pending = [];
    const applied = apply(thread, events);
    if (applied.kind === "applied") {
      this.thread.value = applied.thread;
    } else {
      void this.open();
    }
  }

  /** Load the page before the oldest one. */
  async loadEarlier(): Promise<void> {
    const thread = this.thread.peek();
    if (!thread?.hasEarlier || this.loadingEarlier.peek()) {
      return;
    }
    this.loadingEarlier.value = true;
    try {
      const page = await this.bridge.request("easel/conversation/history", {
        conversationId: this.id,
        beforeSeq: thread.firstSeq,
        limit: PAGE,
      });
      const current = this.thread.peek();
      if (current?.firstSeq === thread.firstSeq) {
        this.thread.value = prepend(current, page);
      }
    } finally {
      this.loadingEarlier.value = false;
    }
  }

  async #open(mode: OpenParams["mode"]): Promise<void> {
    try {
      await this.#reopened(mode);
      this.loading.value = { state: "ready" };
    } catch (error) {
      this.loading.value = { state: "failed", message: (error as Error).message };
      return;
    }
    this.flush();
    void this.#lookAround();
  }

  /** What else belongs on screen. It is not waited for: a gap is mended in the meantime. */
  async #lookAround(): Promise<void> {
    // What cannot be read now is read when it is looked at.
    await Promise.allSettled([this.#followCanvases(), this.#findOpenQuestion()]);
  }

  /** Only its owner can do something with the canvases of a conversation. */
  async #followCanvases(): Promise<void> {
    if (this.thread.peek()?.access === "owner") {
      await this.canvases.follow();
    }
  }

  async #reopened(mode: OpenParams["mode"]): Promise<void> {
    const before = this.thread.peek();
    const conversationId = this.id;
    if (before) {
      const more = await this.bridge.request("easel/conversation/open", {
        conversationId,
        sinceSeq: before.seq,
        ...(mode && { mode }),
      });
      const applied = apply(before, more.events);
      if (applied.kind === "applied") {
        this.thread.value = { ...informed(applied.thread, more.conversation), access: more.access };
        return;
      }
    }
    const result = await this.bridge.request("easel/conversation/open", {
      conversationId,
      ...(mode && { mode }),
    });
    this.thread.value = opened(result);
    await this.#loadQueue(result.conversation);
  }

  /** Prompts may have been queued before the events that are known. */
  async #loadQueue(info: ConversationInfo): Promise<void> {
    if (info.queued === 0) {
      return;
    }
    const { prompts } = await this.bridge.request("easel/conversation/queue/list", {
      conversationId: this.id,
    });
    const thread = this.thread.peek();
    if (thread) {
      const queue = prompts.map((queued) => ({
        turnId: queued.turnId,
        prompt: queued.prompt,
        held: queued.held ?? false,
        next: false,
        steering: false,
      }));
      this.thread.value = { ...thread, queue };
    }
  }

  /** A question may have been asked before the events that are known. */
  async #findOpenQuestion(): Promise<void> {
    for (let page = 0; page < MAX_PAGES_FOR_QUESTION; page++) {
      const thread = this.thread.peek();
      const asked = thread?.info.executionStatus === "waitingForPermission";
      if (!thread || !asked || !thread.hasEarlier || openQuestions(thread).length > 0) {
        return;
      }
      await this.loadEarlier();
    }
  }
}
