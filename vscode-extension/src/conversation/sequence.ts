// Which events are new, and whether any are missing.

import type { ConversationInfo, Event, OpenResult } from "../protocol";
import { fold } from "./fold";
import { isBusy } from "./status";
import { emptyThread, type LiveTurn, type Thread } from "./thread";

/** `gap`: events are missing; the conversation must be opened anew. */
export type Applied =
  | { readonly kind: "applied"; readonly thread: Thread }
  | { readonly kind: "gap"; readonly expected: number; readonly got: number };

/** The thread after `events`. Those that it has already change nothing. */
export function apply(thread: Thread, events: readonly Event[]): Applied {
  const fresh = events.filter((event) => event.seq > thread.seq);
  let expected = thread.seq + 1;
  for (const event of fresh) {
    const first = event.firstSeq ?? event.seq;
    if (first !== expected) {
      return { kind: "gap", expected, got: first };
    }
    expected = event.seq + 1;
  }
  return { kind: "applied", thread: fold(thread, fresh) };
}

/** The thread of a conversation that was opened from its newest events on. */
export function opened(result: OpenResult): Thread {
  const { conversation, access, events, seq, hasEarlier } = result;
  const first = events[0];
  const before = first ? (first.firstSeq ?? first.seq) - 1 : seq;
  const thread = fold(emptyThread(conversation, before), events);
  // What is known as a whole is newer than what the events of the page say.
  return {
    ...thread,
    info: conversation,
    access,
    hasEarlier,
    live: liveTurn(thread, conversation),
  };
}

function liveTurn(thread: Thread, info: ConversationInfo): LiveTurn | null {
  if (thread.live || !isBusy(info.executionStatus)) {
    return thread.live;
  }
  return { id: thread.turns.at(-1)?.id ?? "" };
}

/** The thread with what is known as a whole, unless the thread knows better. */
export function informed(thread: Thread, info: ConversationInfo): Thread {
  const current = info.seq >= thread.seq ? info : { ...thread.info, lease: info.lease };
  return { ...thread, info: current, access: info.access };
}
