// What went wrong with something that the user wanted, shown until it is dismissed.

import { type Signal, signal } from "@preact/signals";
import { BridgeFailure } from "../bridge/bridge";

export interface Problem {
  readonly id: number;
  /** What did not work. */
  readonly title: string;
  /** Why, for people. */
  readonly message: string;
}

const MAX_PROBLEMS = 3;

export class Problems {
  readonly shown: Signal<readonly Problem[]> = signal([]);
  #lastId = 0;

  add(title: string, message: string): void {
    const problem = { id: ++this.#lastId, title, message };
    const others = this.shown.peek().filter((each) => each.message !== message);
    this.shown.value = [...others, problem].slice(-MAX_PROBLEMS);
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
      this.add(title, error.message);
      return undefined;
    }
  }
}
