// Prompts that are being written: one for each conversation, kept over reloads.

import { type Signal, signal } from "@preact/signals";
import type { Attachment } from "../../../conversation/attachments";

export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export const EMPTY_DRAFT: Draft = { text: "", attachments: [] };

/** The draft that begins a new conversation. */
export const NEW_DRAFT = "new";

export class Drafts {
  readonly #drafts = new Map<string, Signal<Draft>>();

  of(conversationId: string): Signal<Draft> {
    const known = this.#drafts.get(conversationId) ?? signal(EMPTY_DRAFT);
    this.#drafts.set(conversationId, known);
    return known;
  }

  /** The texts that are worth keeping. Attachments are too large to keep. */
  texts(): Readonly<Record<string, string>> {
    const texts = [...this.#drafts].map(([id, draft]) => [id, draft.peek().text] as const);
    return Object.fromEntries(texts.filter(([, text]) => text !== ""));
  }

  restore(texts: Readonly<Record<string, string>>): void {
    for (const [id, text] of Object.entries(texts)) {
      this.of(id).value = { text, attachments: [] };
    }
  }
}
