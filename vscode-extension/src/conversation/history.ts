// Older pages of a thread.

import type { HistoryResult } from "../protocol";
import type { Entry } from "./entries";
import { fold } from "./fold";
import { joined } from "./fold/messages";
import { emptyThread, type Thread, type Turn } from "./thread";

/** The thread with a page of what lies before it. */
export function prepend(thread: Thread, page: HistoryResult): Thread {
  const first = page.events[0];
  if (first === undefined) {
    return { ...thread, hasEarlier: page.hasEarlier };
  }
  const firstSeq = first.firstSeq ?? first.seq;
  const older = fold(emptyThread(thread.info, firstSeq - 1), page.events);
  return {
    ...thread,
    firstSeq,
    hasEarlier: page.hasEarlier,
    turns: joinedTurns(older.turns, thread.turns),
    live:
      thread.live && !thread.live.startedAt && older.live?.id === thread.live.id
        ? older.live
        : thread.live,
  };
}

/** The turns of two halves of a history. A turn may lie in both, and so may an entry. */
function joinedTurns(older: readonly Turn[], newer: readonly Turn[]): readonly Turn[] {
  const turns = [...older];
  const places = new Map(older.map((turn, place) => [turn.id, place]));
  for (const turn of newer) {
    // What came before the first turn of the newer half belongs to the last one of the older.
    const place = turn.id === "" ? turns.length - 1 : places.get(turn.id);
    const before = place === undefined ? undefined : turns[place];
    if (place === undefined || before === undefined) {
      turns.push(turn);
    } else {
      turns[place] = joinedTurn(before, turn);
    }
  }
  return turns;
}

function joinedTurn(older: Turn, newer: Turn): Turn {
  const entries = [...older.entries];
  const index = new Map(older.index);
  for (const entry of newer.entries) {
    const place = index.get(entry.key);
    const before = place === undefined ? undefined : entries[place];
    if (place === undefined || before === undefined) {
      index.set(entry.key, entries.length);
      entries.push(entry);
    } else {
      entries[place] = joinedEntry(before, entry);
    }
  }
  return { id: older.id, entries, index };
}

/** An entry whose events lie in both halves. It appeared in the older one. */
function joinedEntry(older: Entry, newer: Entry): Entry {
  const { seq, at } = older;
  if (older.kind === "message" && newer.kind === "message") {
    return newer.begun
      ? { ...newer, seq, at }
      : { ...older, parts: joined(older.parts, newer.parts) };
  }
  return { ...older, ...newer, seq, at } as Entry;
}
