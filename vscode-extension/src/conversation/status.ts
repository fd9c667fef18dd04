// What a conversation is doing, in words and signs for people.

import type { ConversationInfo, EndReason, ExecutionStatus, Memory } from "../protocol";

/** Whether a turn is under way. */
export function isBusy(status: ExecutionStatus): boolean {
  return BUSY.has(status);
}

const BUSY: ReadonlySet<ExecutionStatus> = new Set([
  "starting",
  "running",
  "waitingForPermission",
  "cancelling",
]);

/** How something is shown: `icon` is the name of a codicon. */
export interface Sign {
  readonly icon: string;
  readonly label: string;
  readonly tone: "neutral" | "active" | "attention" | "warning" | "error" | "success";
}

/** The state of a conversation in one sign. */
export function conversationSign(info: ConversationInfo): Sign {
  if (info.processStatus === "parked") {
    return { icon: "debug-pause", label: "Needs help to go on", tone: "error" };
  }
  if (info.access === "observer") {
    return { icon: "eye", label: "Open in another window", tone: "neutral" };
  }
  return EXECUTION[info.executionStatus] ?? UNKNOWN_STATUS;
}

const EXECUTION: Readonly<Record<ExecutionStatus, Sign>> = {
  idle: { icon: "comment", label: "Ready", tone: "neutral" },
  starting: { icon: "loading", label: "Starting the agent", tone: "active" },
  running: { icon: "loading", label: "Working", tone: "active" },
  waitingForPermission: { icon: "bell-dot", label: "Waits for your answer", tone: "attention" },
  cancelling: { icon: "loading", label: "Stopping", tone: "active" },
  paused: { icon: "debug-pause", label: "Paused", tone: "neutral" },
  error: { icon: "error", label: "The last turn failed", tone: "error" },
};
const UNKNOWN_STATUS: Sign = { icon: "comment", label: "Ready", tone: "neutral" };

/** What the agent remembers. */
export function memorySign(memory: Memory): Sign & { readonly detail: string } {
  return MEMORY[memory] ?? MEMORY.new;
}

const MEMORY: Readonly<Record<Memory, Sign & { readonly detail: string }>> = {
  new: {
    icon: "sparkle",
    label: "New session",
    tone: "neutral",
    detail: "The agent's session began with this conversation.",
  },
  resumed: {
    icon: "history",
    label: "Resumed",
    tone: "success",
    detail: "The agent's session was restored: it remembers what was said.",
  },
  lost: {
    icon: "warning",
    label: "History lost",
    tone: "warning",
    detail: "The agent does not remember what was said before. The text is still here.",
  },
};

/** How a turn ended. Null for the usual end, of which nothing needs to be said. */
export function endSign(reason: EndReason): Sign | null {
  return reason === "completed" ? null : (ENDS[reason] ?? null);
}

const ENDS: Readonly<Record<Exclude<EndReason, "completed">, Sign>> = {
  truncated: {
    icon: "warning",
    label: "Cut off: the agent reached a limit of its own",
    tone: "warning",
  },
  refused: { icon: "circle-slash", label: "The agent refused to go on", tone: "warning" },
  cancelled: { icon: "debug-stop", label: "Stopped, text kept", tone: "neutral" },
  cancelledForced: {
    icon: "debug-stop",
    label: "Stopped by force, text kept: the agent did not answer and its process was ended",
    tone: "warning",
  },
  interrupted: { icon: "debug-stop", label: "Interrupted, text kept", tone: "neutral" },
  crashed: { icon: "bug", label: "The agent crashed, text kept", tone: "error" },
  orphaned: {
    icon: "debug-disconnect",
    label: "Nobody knows how this went on. Nothing was sent again",
    tone: "warning",
  },
  failed: { icon: "error", label: "Failed", tone: "error" },
};
