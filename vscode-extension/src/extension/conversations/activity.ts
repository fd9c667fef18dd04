import type { ConversationInfo, ExecutionStatus } from "../../protocol";

/** What the conversations that this window runs are doing. */
export interface Activity {
  readonly running: readonly ConversationInfo[];
  /** The agent waits for an answer of a person. */
  readonly waiting: readonly ConversationInfo[];
}

const RUNNING: ReadonlySet<ExecutionStatus> = new Set(["starting", "running", "cancelling"]);

export function activityOf(conversations: Iterable<ConversationInfo>): Activity {
  const owned = [...conversations].filter(({ access }) => access === "owner");
  return {
    running: owned.filter(({ executionStatus }) => RUNNING.has(executionStatus)),
    waiting: owned.filter(({ executionStatus }) => executionStatus === "waitingForPermission"),
  };
}

/** What a person who looks elsewhere would like to know. */
export type News = "asks" | "done" | "failed";

/** What happened in a conversation between two looks at it, if it is worth telling. */
export function newsOf(before: ConversationInfo | undefined, now: ConversationInfo): News | null {
  if (!before || now.access !== "owner" || before.executionStatus === now.executionStatus) {
    return null;
  }
  if (now.executionStatus === "waitingForPermission") return "asks";
  const wasBusy =
    before.executionStatus === "running" || before.executionStatus === "waitingForPermission";
  if (!wasBusy) return null;
  if (now.executionStatus === "error") return "failed";
  return now.executionStatus === "idle" && now.queued === 0 ? "done" : null;
}

/** How a conversation is named to people. */
export function titleOf({ title, agent }: ConversationInfo): string {
  return title || `A conversation with ${agent}`;
}
