// When a turn begins, is stopped and ends.

import type { CancelRequested, TurnEnded, TurnStarted } from "../../protocol";
import type { PromptEntry, TurnEndEntry } from "../entries";
import { begin, type Draft } from "./draft";
import { parked } from "./queue";

export function turnStarted(draft: Draft, event: TurnStarted): void {
  draft.put<PromptEntry>(event, "prompt", () => ({
    ...begin(event, "prompt"),
    kind: "prompt",
    content: event.prompt,
    agent: event.agent,
    origin: event.origin,
    steered: false,
  }));
  draft.live = { id: event.turnId ?? "", startedAt: event.at };
  draft.stop = null;
  // `next` was said of the turn before, not of this one.
  draft.queue = draft.queue
    .filter((queued) => queued.turnId !== event.turnId)
    .map((queued) => ({ ...queued, next: false }));
  draft.info = { ...draft.info, turns: draft.info.turns + 1, queued: draft.queue.length };
}

export function turnEnded(draft: Draft, event: TurnEnded): void {
  draft.put<TurnEndEntry>(event, "end", () => ({
    ...begin(event, "end"),
    kind: "turnEnd",
    reason: event.reason,
    ...(event.stopReason !== undefined && { stopReason: event.stopReason }),
    ...(event.error && { error: event.error }),
    ...(event.usage && { usage: event.usage }),
  }));
  if (isLive(draft, event)) {
    draft.queue = parked(draft.queue, event.reason, draft.stop?.verb === "pause");
    draft.live = null;
    draft.stop = null;
  }
}

/** The start of the live turn may lie before what is known; then any end is its end. */
function isLive({ live }: Draft, event: TurnEnded): boolean {
  return live === null || live.id === event.turnId || live.startedAt === undefined;
}

export function cancelRequested(draft: Draft, event: CancelRequested): void {
  const before = draft.stop?.turnId === event.turnId ? draft.stop : null;
  draft.stop = {
    turnId: event.turnId ?? "",
    rung: event.rung,
    verb: event.verb,
    sentAt: event.rung === "sent" ? event.at : (before?.sentAt ?? event.at),
    ...pick("timeoutMs", event.timeoutMs ?? before?.timeoutMs),
    ...pick("onTimeout", event.onTimeout ?? before?.onTimeout),
  };
}

function pick<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
