// The last thing that was said in each conversation, for the list.

import { type Signal, signal } from "@preact/signals";
import { textOf } from "../../../conversation/entries";
import { fold } from "../../../conversation/fold";
import { promptLine } from "../../../conversation/format";
import { isBusy } from "../../../conversation/status";
import { emptyThread, entriesOf } from "../../../conversation/thread";
import type { ConversationId, ConversationInfo, Event } from "../../../protocol";
import type { Bridge } from "../bridge/bridge";

const EVENTS = 40;
const MAX_LENGTH = 200;

interface Line {
  readonly seq: number;
  readonly text: string;
}

export class LastLines {
  readonly #lines = new Map<ConversationId, Signal<Line>>();
  readonly #wanted = new Map<ConversationId, ConversationInfo>();
  #reading = false;

  constructor(private readonly bridge: Bridge) {}

  /** What was said last. It is read when it is asked for first, and when there is news. */
  of(info: ConversationInfo): string {
    const line = this.#line(info.id);
    if (line.value.seq < info.seq && !(isBusy(info.executionStatus) && line.value.seq > 0)) {
      this.#wanted.set(info.id, info);
      void this.#read();
    }
    return line.value.text;
  }

  #line(id: ConversationId): Signal<Line> {
    const known = this.#lines.get(id) ?? signal({ seq: 0, text: "" });
    this.#lines.set(id, known);
    return known;
  }

  /** One after another: what is on screen is a handful. */
  async #read(): Promise<void> {
    if (this.#reading) {
      return;
    }
    this.#reading = true;
    for (let next = this.#next(); next; next = this.#next()) {
      const text = await this.#lastLine(next);
      this.#line(next.id).value = { seq: next.seq, text };
    }
    this.#reading = false;
  }

  #next(): ConversationInfo | undefined {
    const [first] = this.#wanted.values();
    if (first) {
      this.#wanted.delete(first.id);
    }
    return first;
  }

  async #lastLine(info: ConversationInfo): Promise<string> {
    try {
      const { events } = await this.bridge.request("easel/conversation/history", {
        conversationId: info.id,
        beforeSeq: info.seq + 1,
        limit: EVENTS,
      });
      return lastLine(info, events);
    } catch {
      // The list is good enough without it.
      return "";
    }
  }
}

/** The last message or prompt of `events`, in one line. */
export function lastLine(info: ConversationInfo, events: readonly Event[]): string {
  for (const entry of entriesOf(fold(emptyThread(info, 0), events)).reverse()) {
    if (entry.kind === "message" && entry.role === "assistant") {
      const lines = textOf(entry.parts).trim().split("\n");
      const last = (lines.at(-1) ?? "").replace(/[#*`>|_~]+/g, "");
      return last.trim().slice(0, MAX_LENGTH);
    }
    if (entry.kind === "prompt") {
      return promptLine(entry.content).slice(0, MAX_LENGTH);
    }
  }
  return "";
}
