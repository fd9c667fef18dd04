// What stands in the way of a conversation, and the ways on.

import type { ErrorInfo, LeaseInfo, SessionLoadErrorKind } from "../protocol";
import type { SessionEntry } from "./entries";
import type { Thread } from "./thread";

export type Banner =
  | { readonly kind: "ownedElsewhere"; readonly lease: LeaseInfo | null }
  | {
      readonly kind: "parked";
      readonly cause: "crashLoop";
      readonly error: ErrorInfo | null;
      readonly stderrTail: string;
    }
  | {
      readonly kind: "parked";
      readonly cause: "agentUnavailable";
      readonly error: ErrorInfo | null;
    }
  | {
      readonly kind: "parked";
      readonly cause: "authRequired";
      readonly error: ErrorInfo | null;
      readonly authMethods: readonly Readonly<Record<string, unknown>>[];
    }
  | { readonly kind: "notRestored"; readonly failure: SessionFailure };

export type SessionFailure = NonNullable<SessionEntry["failure"]> & {
  /** The entry that tells of it. */
  readonly key: string;
};

/** The most pressing first. */
export function bannersOf(thread: Thread): readonly Banner[] {
  if (thread.access === "observer") {
    return [{ kind: "ownedElsewhere", lease: thread.info.lease }];
  }
  const failure = sessionFailure(thread);
  return [...parked(thread), ...(failure ? [{ kind: "notRestored", failure } as const] : [])];
}

function parked({ info }: Thread): readonly Banner[] {
  const { processStatus, parkedCause, processError } = info;
  if (processStatus !== "parked" || !parkedCause) {
    return [];
  }
  const error = processError ?? null;
  const data = (error?.data ?? {}) as { stderrTail?: unknown; authMethods?: unknown };
  switch (parkedCause) {
    case "crashLoop":
      return [
        { kind: "parked", cause: parkedCause, error, stderrTail: String(data.stderrTail ?? "") },
      ];
    case "authRequired":
      return [
        {
          kind: "parked",
          cause: parkedCause,
          error,
          authMethods: Array.isArray(data.authMethods) ? data.authMethods : [],
        },
      ];
    default:
      return [{ kind: "parked", cause: "agentUnavailable", error }];
  }
}

/** The last word on the agent's session, if it is that it was not restored and no turn began since. */
export function sessionFailure(thread: Thread): SessionFailure | null {
  const entries = thread.turns.at(-1)?.entries ?? [];
  const last = entries.findLast((entry): entry is SessionEntry => entry.kind === "session");
  return last?.failure ? { ...last.failure, key: last.key } : null;
}

/** Why the agent's session could not be restored, for people. */
export const FAILURE_TITLES: Readonly<Record<SessionLoadErrorKind, string>> = {
  notFound: "The agent does not know its session any more",
  ownedElsewhere: "The agent's session is open in another process",
  cwdMismatch: "The agent's session belongs to another folder",
  authRequired: "The agent wants you to log in first",
  unsupported: "The agent cannot restore sessions",
  timeout: "The agent did not bring its session back in time",
  agentError: "The agent could not restore its session",
  suspect: "The agent says that it restored its session, but replayed nothing of it",
};
