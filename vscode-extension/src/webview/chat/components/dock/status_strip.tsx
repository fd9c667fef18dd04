// What the agent is doing now, and how far a Stop has come.

import { duration } from "../../../../conversation/format";
import { isBusy } from "../../../../conversation/status";
import type { StopProgress, Thread } from "../../../../conversation/thread";
import { useNow } from "../common/clock";
import { useConversation } from "../common/context";
import { ActionButton, Icon } from "../common/icon";

const SECOND = 1000;

export function StatusStrip({ thread }: { readonly thread: Thread }) {
  const { executionStatus } = thread.info;
  const busy = isBusy(executionStatus);
  const now = useNow(SECOND, busy);
  if (!busy) {
    return null;
  }
  return thread.stop ? (
    <StopRung stop={thread.stop} now={now} owned={thread.access === "owner"} />
  ) : (
    <div class="strip" data-testid="status-strip" data-status={executionStatus}>
      <Icon name={executionStatus === "waitingForPermission" ? "bell-dot" : "loading"} />
      <span class="strip-text">{doing(thread)}</span>
      <Elapsed since={thread.live?.startedAt} now={now} />
    </div>
  );
}

function doing(thread: Thread): string {
  switch (thread.info.executionStatus) {
    case "starting":
      return "Starting the agent…";
    case "waitingForPermission":
      return "Waits for your answer";
    case "cancelling":
      return "Stopping…";
    default:
      return latestStep(thread) ?? "Working…";
  }
}

/** What the agent does at this moment: the tool call that runs, or the step of its plan. */
function latestStep(thread: Thread): string | null {
  const entries = thread.turns.at(-1)?.entries ?? [];
  const tool = entries.findLast(
    (each) => each.kind === "tool" && each.call.status === "in_progress",
  );
  if (tool?.kind === "tool") {
    return tool.call.title;
  }
  const plan = entries.find((entry) => entry.kind === "plan");
  const step = plan?.entries.find(({ status }) => status === "in_progress");
  return step ? String(step.content) : null;
}

function Elapsed({ since, now }: { readonly since: string | undefined; readonly now: number }) {
  const elapsed = since === undefined ? 0 : now - Date.parse(since);
  return elapsed < SECOND ? null : <span class="quiet strip-time">{duration(elapsed)}</span>;
}

interface StopRungProps {
  readonly stop: StopProgress;
  readonly now: number;
  /** A person here can do something about it. */
  readonly owned: boolean;
}

function StopRung({ stop, now, owned }: StopRungProps) {
  const { actions } = useConversation();
  const left = Date.parse(stop.sentAt) + (stop.timeoutMs ?? 0) - now;
  const unanswered = stop.rung === "timeout";
  return (
    <div
      class={`strip stopping ${unanswered ? "warning" : ""}`}
      data-testid="stop-rung"
      data-rung={stop.rung}
      role="status"
    >
      <Icon name={unanswered ? "warning" : "loading"} />
      <span class="strip-text">{RUNGS[stop.rung] ?? "Stopping…"}</span>
      {stop.rung === "sent" && stop.onTimeout === "interrupt" && left > 0 && (
        <span class="quiet strip-time">by force in {Math.ceil(left / SECOND)} s</span>
      )}
      {owned && (stop.rung === "sent" || unanswered) && (
        <ActionButton
          class="small"
          primary={unanswered}
          testid="force-stop"
          run={async () => actions.forceStop()}
        >
          Force Stop
        </ActionButton>
      )}
    </div>
  );
}

const RUNGS: Readonly<Record<string, string>> = {
  sent: "Stopping…",
  acknowledged: "The agent stops…",
  timeout: "The agent did not answer",
  killed: "The agent’s process was ended",
};
