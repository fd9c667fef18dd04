// The conversations there are, newest first, and those that a search finds.

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ConversationId, ConversationInfo, ListResult } from "../../../protocol";
import type { Bridge } from "../bridge/bridge";
import type { Problems } from "./problems";
import { Search } from "./search";

const PAGE = 100;

type Known = ReadonlyMap<ConversationId, ConversationInfo>;

export class ConversationList {
  readonly search = new Search(() => void this.refresh());
  readonly nextCursor: Signal<string | null> = signal(null);
  readonly #known: Signal<Known> = signal(new Map());
  /** Ids that the search found; null: there is no search. */
  readonly #found: Signal<ReadonlySet<ConversationId> | null> = signal(null);

  /** What to show: newest first, without those in which nothing was said. */
  readonly shown: ReadonlySignal<readonly ConversationInfo[]> = computed(() => {
    const found = this.#found.value;
    return [...this.#known.value.values()]
      .filter((info) => (found ? found.has(info.id) : true) && !isEmpty(info))
      .toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt));
  });

  constructor(
    private readonly bridge: Bridge,
    private readonly problems: Problems,
  ) {}

  info(id: ConversationId): ConversationInfo | undefined {
    return this.#known.value.get(id);
  }

  /** Read the first page anew. */
  async refresh(): Promise<void> {
    await this.#load(undefined);
  }

  /** Read the page that follows. */
  async more(): Promise<void> {
    const cursor = this.nextCursor.peek();
    if (cursor !== null) {
      await this.#load(cursor);
    }
  }

  inform(info: ConversationInfo): void {
    this.#known.value = new Map(this.#known.peek()).set(info.id, info);
  }

  forget(id: ConversationId): void {
    const known = new Map(this.#known.peek());
    known.delete(id);
    this.#known.value = known;
  }

  async #load(cursor: string | undefined): Promise<void> {
    await this.problems.attempt("The conversations could not be read", async () => {
      const found = await this.search.newest(async (query) => {
        const params = { limit: PAGE, ...(query && { query }), ...(cursor && { cursor }) };
        return { query, page: await this.bridge.request("easel/conversation/list", params) };
      });
      if (found) {
        this.#take(found.page, found.query, cursor !== undefined);
      }
    });
  }

  #take(page: ListResult, query: string, more: boolean): void {
    const known = new Map(more || query ? this.#known.peek() : []);
    for (const info of page.conversations) {
      known.set(info.id, info);
    }
    this.#known.value = known;
    const found = page.conversations.map(({ id }) => id);
    this.#found.value = query
      ? new Set([...(more ? (this.#found.peek() ?? []) : []), ...found])
      : null;
    this.nextCursor.value = page.nextCursor ?? null;
  }
}

/** Nothing was said in it yet, so there is nothing to come back to. */
export function isEmpty(info: ConversationInfo): boolean {
  return info.turns === 0 && info.queued === 0 && info.title === "";
}
