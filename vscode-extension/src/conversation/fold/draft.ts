// A thread that is being changed. It copies what it changes, once, and leaves the thread that it
// was made from as it is.

import type { Event } from "../../protocol";
import type { Entry } from "../entries";
import type { LiveTurn, QueuedPrompt, StopProgress, Thread, Turn } from "../thread";

interface TurnDraft {
  readonly id: string;
  readonly entries: Entry[];
  readonly index: Map<string, number>;
}

export class Draft {
  info: Thread["info"];
  queue: readonly QueuedPrompt[];
  live: LiveTurn | null;
  stop: StopProgress | null;
  readonly #base: Thread;
  readonly #turns: Turn[];
  readonly #owned = new Map<string, TurnDraft>();
  #seq: number;

  constructor(thread: Thread) {
    this.#base = thread;
    this.#turns = [...thread.turns];
    this.#seq = thread.seq;
    this.info = thread.info;
    this.queue = thread.queue;
    this.live = thread.live;
    this.stop = thread.stop;
  }

  /** Note that an event was folded. */
  advance(event: Event): void {
    this.#seq = event.seq;
    this.info = { ...this.info, seq: event.seq, updatedAt: event.at };
  }

  /** Set the entry `key` of the event's turn to what `change` makes of the one that is there. */
  put<E extends Entry>(event: Event, key: string, change: (before: E | undefined) => E): void {
    const turn = this.#turnOf(event);
    const place = turn.index.get(key);
    if (place === undefined) {
      turn.index.set(key, turn.entries.length);
      turn.entries.push(change(undefined));
      return;
    }
    turn.entries[place] = change(turn.entries[place] as E);
  }

  finish(): Thread {
    return {
      ...this.#base,
      info: this.info,
      queue: this.queue,
      live: this.live,
      stop: this.stop,
      seq: this.#seq,
      turns: this.#turns,
    };
  }

  #turnOf(event: Event): TurnDraft {
    const id = event.turnId ?? this.#turns.at(-1)?.id ?? "";
    const owned = this.#owned.get(id);
    if (owned) {
      return owned;
    }
    const place = this.#turns.findLastIndex((turn) => turn.id === id);
    const base = this.#turns[place];
    const draft: TurnDraft = {
      id,
      entries: base ? [...base.entries] : [],
      index: new Map(base?.index),
    };
    this.#owned.set(id, draft);
    this.#turns[base ? place : this.#turns.length] = draft;
    return draft;
  }
}

/** What an entry has that begins with this event. */
export function begin(event: Event, key: string): { key: string; seq: number; at: string } {
  return { key, seq: event.firstSeq ?? event.seq, at: event.at };
}
