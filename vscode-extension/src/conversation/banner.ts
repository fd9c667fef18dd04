// What stands in the way of a conversation, and the ways on.

import type {
  ErrorInfo,
  JsonObject,
  LeaseInfo,
  ParkedCause,
  SessionLoadErrorKind,
} from "../protocol";
import type { SessionEntry } from "./entries";
import { entriesOf, type Thread } from "./thread";

export type Banner =
  | {
      readonly kind: "ownedElsewhere";
      readonly lease: LeaseInfo | null;
    }
  | {
      readonly kind: "parked";
      readonly cause: ParkedCause;
      readonly error: ErrorInfo | null;
      /** The last lines that the agent wrote to stderr, if it crashed. */
      readonly stderrTail: string;
      /** With the cause `authRequired`, as ACP has them. */
      readonly authMethods: readonly JsonObject[];
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

function parked(thread: Thread): readonly Banner[] {
  const { processStatus, parkedCause, processError } = thread.info;
  if (processStatus !== "parked" || !parkedCause) {
    return [];
  }
  const { authMethods } = (processError?.data ?? {}) as { authMethods?: unknown };
  return [
    {
      kind: "parked",
      cause: parkedCause,
      error: processError ?? null,
      stderrTail: parkedCause === "crashLoop" ? stderrTail(thread) : "",
      authMethods: Array.isArray(authMethods) ? authMethods : [],
    },
  ];
}

/** The error of a crash loop has no last lines of its own: those of the last crash hold. */
function stderrTail(thread: Thread): string {
  const errors = [
    thread.info.processError,
    ...entriesOf(thread)
      .reverse()
      .map((entry) => (entry.kind === "turnEnd" ? entry.error : undefined)),
  ];
  const tails = errors.map(
    (error) => (error?.data as { stderrTail?: unknown } | null | undefined)?.stderrTail,
  );
  return String(tails.find((tail) => typeof tail === "string" && tail !== "") ?? "");
}

/** The last word on the agent's session, if it is that it was not restored and no turn began since. */
export function sessionFailure(thread: Thread): SessionFailure | null {
  const entries = thread.turns.at(-1)?.entries ?? [];
  const last = entries.findLast(
    (entry): entry is SessionEntry =>
      entry.kind === "session" && (entry.failure !== undefined || entry.outcome === "restored"),
  );
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
