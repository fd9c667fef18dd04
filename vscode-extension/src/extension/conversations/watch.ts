import { type Disposable, EventEmitter } from "vscode";
import type {
  ConversationId,
  ConversationInfo,
  DidChangeParams,
  DidDeleteParams,
  ListResult,
} from "../../protocol";
import type { ServerService } from "../server/service";

/** A conversation as it is, and as it was when it was last heard of. */
export interface ConversationChange {
  readonly before: ConversationInfo | undefined;
  readonly now: ConversationInfo;
}

/** The conversations at a glance, for what is shown outside of the chat panel. */
export class ConversationWatch implements Disposable {
  readonly #changes = new EventEmitter<void>();
  readonly #changed = new EventEmitter<ConversationChange>();
  /** Something is different. */
  readonly onDidChange = this.#changes.event;
  /** One conversation is different; not fired for what is learned at the start. */
  readonly onDidChangeConversation = this.#changed.event;
  readonly #conversations = new Map<ConversationId, ConversationInfo>();
  readonly #subscriptions: readonly Disposable[];

  constructor(private readonly server: ServerService) {
    this.#subscriptions = [
      server.onDidChangeState(({ state }) => {
        this.#conversations.clear();
        this.#changes.fire();
        if (state === "ready") void this.#learn();
      }),
      server.onNotification(({ method, params }) => {
        if (method === "easel/conversation/didChange") {
          this.#learnOf((params as DidChangeParams).conversation);
        } else if (method === "easel/conversation/didDelete") {
          this.#forget((params as DidDeleteParams).conversationId);
        }
      }),
    ];
  }

  get all(): Iterable<ConversationInfo> {
    return this.#conversations.values();
  }

  get(id: ConversationId): ConversationInfo | undefined {
    return this.#conversations.get(id);
  }

  dispose(): void {
    for (const each of [...this.#subscriptions, this.#changes, this.#changed]) each.dispose();
  }

  /** Nothing is known if the server ends meanwhile: its next start begins anew. */
  async #learn(): Promise<void> {
    const listed = await this.server.request("easel/conversation/list", {}).catch(() => undefined);
    const { conversations } = (listed ?? { conversations: [] }) as ListResult;
    for (const each of conversations) {
      const known = this.#conversations.get(each.id);
      if (!known || known.seq < each.seq) this.#conversations.set(each.id, each);
    }
    this.#changes.fire();
  }

  #forget(id: ConversationId): void {
    if (this.#conversations.delete(id)) this.#changes.fire();
  }

  #learnOf(now: ConversationInfo): void {
    const before = this.#conversations.get(now.id);
    this.#conversations.set(now.id, now);
    this.#changed.fire({ before, now });
    this.#changes.fire();
  }
}
