// What became of the agent's session, who owns the conversation, and what people are told.

import type {
  Forked,
  Notice,
  Recap,
  SessionLoadFailed,
  SessionRestored,
  Unknown,
} from "../../protocol";
import type { SessionEntry } from "../entries";
import { begin, type Draft } from "./draft";

export function sessionRestored(draft: Draft, event: SessionRestored): void {
  const key = `session:${event.seq}`;
  draft.put<SessionEntry>(event, key, () => ({
    ...begin(event, key),
    kind: "session",
    outcome: event.outcome,
    sessionId: event.acpSessionId,
  }));
}

export function sessionLoadFailed(draft: Draft, event: SessionLoadFailed): void {
  const { error, fallback, previousSessionId, newSessionId } = event;
  const key = `session:${event.seq}`;
  draft.put<SessionEntry>(event, key, () => ({
    ...begin(event, key),
    kind: "session",
    outcome: fallback === "fresh" ? "fresh" : "failed",
    failure: { error, fallback, previousSessionId, ...(newSessionId && { newSessionId }) },
  }));
}

export function recap(draft: Draft, event: Recap): void {
  const { step, text } = event;
  const key = `recap:${event.seq}`;
  draft.put(event, key, () => ({
    ...begin(event, key),
    kind: "recap",
    step,
    ...(text && { text }),
  }));
  draft.info = { ...draft.info, recap: step === "prepared" };
}

export function forked(draft: Draft, event: Forked): void {
  const { forkedFrom } = event;
  const key = `forked:${event.seq}`;
  draft.put(event, key, () => ({ ...begin(event, key), kind: "forked", origin: forkedFrom }));
  draft.info = { ...draft.info, forkedFrom };
}

export function notice(draft: Draft, event: Notice): void {
  const { level, text } = event;
  const key = `notice:${event.seq}`;
  draft.put(event, key, () => ({ ...begin(event, key), kind: "notice", level, text }));
}

export function unknown(draft: Draft, event: Unknown): void {
  const key = `unknown:${event.seq}`;
  draft.put(event, key, () => ({
    ...begin(event, key),
    kind: "unknown",
    name: nameOf(event.update),
    value: event.update,
  }));
}

function nameOf(update: unknown): string {
  const name = (update as { sessionUpdate?: unknown } | null)?.sessionUpdate;
  return typeof name === "string" ? name : "update";
}
