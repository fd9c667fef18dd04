// A conversation as a thread on the screen.

import type {
  Access,
  CancelRung,
  CancelVerb,
  ContentBlock,
  ConversationInfo,
  OnTimeout,
  TurnId,
} from "../protocol";
import type { Entry } from "./entries";

/** A turn and what is shown of it, in the order in which it appeared. */
export interface Turn {
  /** Empty: what came before the first turn that is known. */
  readonly id: string;
  readonly entries: readonly Entry[];
  /** Where an entry is, by its key. */
  readonly index: ReadonlyMap<string, number>;
}

/** A prompt that waits. */
export interface QueuedPrompt {
  readonly turnId: TurnId;
  readonly prompt: readonly ContentBlock[];
  /** Only `easel/conversation/run` sends it. */
  readonly held: boolean;
  /** It goes out after the present turn, however that ends. */
  readonly next: boolean;
  /** The agent was given it and has not said yet whether it took it. */
  readonly steering: boolean;
}

/** How far a Stop has come. */
export interface StopProgress {
  readonly turnId: string;
  readonly rung: CancelRung;
  readonly verb: CancelVerb;
  /** When the agent was told: ISO 8601. */
  readonly sentAt: string;
  readonly timeoutMs?: number;
  readonly onTimeout?: OnTimeout;
}

/** The turn that is under way. */
export interface LiveTurn {
  readonly id: string;
  /** Absent: its start is not among the events that are known. */
  readonly startedAt?: string;
}

export interface Thread {
  readonly info: ConversationInfo;
  readonly access: Access;
  /** The `seq` of the last event that was folded. */
  readonly seq: number;
  /** The first `seq` that is known; one more than `seq` if none is. */
  readonly firstSeq: number;
  readonly hasEarlier: boolean;
  readonly turns: readonly Turn[];
  readonly queue: readonly QueuedPrompt[];
  readonly live: LiveTurn | null;
  readonly stop: StopProgress | null;
}

/** A thread without events, as of `seq`. */
export function emptyThread(info: ConversationInfo, seq: number): Thread {
  return {
    info,
    access: info.access,
    seq,
    firstSeq: seq + 1,
    hasEarlier: false,
    turns: [],
    queue: [],
    live: null,
    stop: null,
  };
}

/** The entries of all turns, in order. */
export function entriesOf(thread: Thread): Entry[] {
  return thread.turns.flatMap((turn) => turn.entries);
}

/** An entry of a turn. */
export function entryOf(turn: Turn, key: string): Entry | undefined {
  const place = turn.index.get(key);
  return place === undefined ? undefined : turn.entries[place];
}
