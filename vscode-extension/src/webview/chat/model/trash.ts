// The conversations that were deleted and can be restored, the last deleted first.

import { type Signal, signal } from "@preact/signals";
import type { ConversationId, DeletedConversation } from "../../../protocol";
import type { Bridge } from "../bridge/bridge";
import type { Problems } from "./problems";
import { Search } from "./search";

export class Trash {
  readonly search = new Search(() => void this.refresh());
  readonly deleted: Signal<readonly DeletedConversation[]> = signal([]);

  constructor(
    private readonly bridge: Bridge,
    private readonly problems: Problems,
  ) {}

  /** Look into it, at all of it. */
  async open(): Promise<void> {
    this.search.query.value = "";
    await this.refresh();
  }

  /** Read it anew. */
  async refresh(): Promise<void> {
    await this.problems.attempt("The deleted conversations could not be read", async () => {
      const found = await this.search.newest((query) =>
        this.bridge.request("easel/conversation/trash/list", query ? { query } : {}),
      );
      if (found) {
        this.deleted.value = found.conversations;
      }
    });
  }

  /** It is not in the trash any more. */
  forget(id: ConversationId): void {
    this.deleted.value = this.deleted.peek().filter(({ conversation }) => conversation.id !== id);
  }
}
