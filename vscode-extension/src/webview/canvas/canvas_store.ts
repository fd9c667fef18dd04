// What is known of the canvas, and its content, kept up to date.

import { type ReadonlySignal, signal } from "@preact/signals";
import { type CanvasState, contentUri, reduceCanvas } from "../../canvas/state";
import type { JsonObject } from "../../protocol";
import type { Bridge } from "../chat/bridge/bridge";
import { type CanvasContent, contentOf } from "./content";

export class CanvasStore {
  readonly #state = signal<CanvasState | null>(null);
  readonly #content = signal<CanvasContent | null>(null);
  readonly #problem = signal<string | null>(null);
  #sequence = 0;
  #loading = 0;

  constructor(
    readonly bridge: Bridge,
    readonly channel: string,
  ) {
    bridge.on("easel/ahp/action", (params) => {
      if (params.channel === channel && params.rejectionReason === undefined) {
        this.#fold(params.action);
      } else if (params.channel === channel) {
        this.#problem.value = params.rejectionReason ?? null;
      }
    });
  }

  get state(): ReadonlySignal<CanvasState | null> {
    return this.#state;
  }

  get content(): ReadonlySignal<CanvasContent | null> {
    return this.#content;
  }

  /** A sentence for people, or null. */
  get problem(): ReadonlySignal<string | null> {
    return this.#problem;
  }

  /** Follow the canvas from how it is now. */
  async follow(): Promise<void> {
    await this.#attempt(async () => {
      const { snapshot } = await this.bridge.request("easel/ahp/subscribe", {
        channel: this.channel,
      });
      this.#state.value = snapshot.state as unknown as CanvasState;
      await this.#load();
    });
  }

  /** Tell whoever shows the canvas what a person did. */
  send(payload: JsonObject): void {
    this.#problem.value = null;
    this.bridge.notify("easel/ahp/dispatchAction", {
      channel: this.channel,
      clientSeq: ++this.#sequence,
      action: { type: "canvas/message", payload },
    });
  }

  /** Say what went wrong outside. */
  complain(problem: string | null): void {
    this.#problem.value = problem;
  }

  #fold(action: JsonObject): void {
    const before = this.#state.value;
    if (before === null) {
      return;
    }
    const after = reduceCanvas(before, action);
    this.#state.value = after;
    if (after.url !== before.url || after.availability !== before.availability) {
      void this.#attempt(() => this.#load());
    }
  }

  async #load(): Promise<void> {
    const state = this.#state.value;
    const loading = ++this.#loading;
    if (state === null || state.availability === "stale") {
      return;
    }
    const content = await contentOf(state, (path) => this.#read(state, path));
    if (loading === this.#loading) {
      this.#content.value = content;
    }
  }

  async #read(state: CanvasState, path: string) {
    const uri = path.includes(":") ? path : contentUri(state, path);
    const { contents } = await this.bridge.request("easel/ahp/canvasReadResource", {
      channel: this.channel,
      uri,
    });
    return contents[0] ?? { uri };
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#problem.value = null;
    } catch (error) {
      this.#problem.value = error instanceof Error ? error.message : String(error);
    }
  }
}
