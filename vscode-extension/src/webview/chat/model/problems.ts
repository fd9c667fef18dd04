// What went wrong with something that the user wanted, or can be undone, until it is dismissed.

import { type Signal, signal } from "@preact/signals";
import { BridgeFailure } from "../bridge/bridge";

export interface Problem {
  readonly id: number;
  /** What did not work. */
  readonly title: string;
  /** Why, for people. */
  readonly message: string;
  /** Nothing is wrong: it can be taken back. */
  readonly undo?: () => void;
}

const MAX_PROBLEMS = 3;

/** What the conversation itself tells of, with ways on. */
const TOLD_ELSEWHERE: ReadonlySet<string | undefined> = new Set([
  "sessionLoadFailed",
  "cancelTimeout",
]);

export class Problems {
  readonly shown: Signal<readonly Problem[]> = signal([]);
  #lastId = 0;

  add(title: string, message: string): void {
    const problem = { id: ++this.#lastId, title, message };
    const others = this.shown.peek().filter((each) => each.message !== message);
    this.shown.value = [...others, problem].slice(-MAX_PROBLEMS);
  }

  /** Tell of something that was done and can be undone. */
  offerUndo(title: string, undo: () => void): void {
    const note = { id: ++this.#lastId, title, message: "", undo };
    this.shown.value = [...this.shown.peek(), note].slice(-MAX_PROBLEMS);
  }

  dismiss(id: number): void {
    this.shown.value = this.shown.peek().filter((problem) => problem.id !== id);
  }

  clear(): void {
    this.shown.value = [];
  }

  /** The result of `work`, or undefined after telling the user that it failed. */
  async attempt<T>(title: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BridgeFailure)) {
        throw error;
      }
      if (!TOLD_ELSEWHERE.has(error.kind)) {
        this.add(title, error.message);
      }
      return undefined;
    }
  }
}
