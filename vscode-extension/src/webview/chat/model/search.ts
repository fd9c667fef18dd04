// What is being looked for in a list that the server searches.

import { type Signal, signal } from "@preact/signals";

const DELAY_MS = 150;

export class Search {
  readonly query: Signal<string> = signal("");
  /** The list on screen is not the one that was asked for last. */
  readonly loading: Signal<boolean> = signal(true);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read`: read the list anew, with the query as it is then. */
  constructor(private readonly read: () => void) {}

  /** Look for all these words. Empty: show all. */
  type(query: string): void {
    this.query.value = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.read, query === "" ? 0 : DELAY_MS);
  }

  /** The answer of `ask`, or undefined if something else has been asked for since. */
  async newest<T>(ask: (query: string) => Promise<T>): Promise<T | undefined> {
    const asked = ++this.#asked;
    this.loading.value = true;
    try {
      const answer = await ask(this.query.peek().trim());
      return asked === this.#asked ? answer : undefined;
    } finally {
      if (asked === this.#asked) {
        this.loading.value = false;
      }
    }
  }
}
