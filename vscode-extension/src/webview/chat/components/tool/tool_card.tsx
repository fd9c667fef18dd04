// A tool call: what the agent does, how far it is, and what came of it.

import type { ToolEntry } from "../../../../conversation/entries";
import { lineDiff } from "../../../../conversation/lines";
import type { Decision } from "../../../../conversation/questions";
import type { ToolCall } from "../../../../protocol";
import { useDisclosure } from "../common/disclosure";
import { Icon } from "../common/icon";
import { DiffStat } from "./diff_view";
import { Locations } from "./locations";
import { ToolContent } from "./tool_content";
import { diffsOf, KIND_ICONS, STATUS_SIGNS, terminalsOf } from "./tool_looks";

export interface ToolCardProps {
  readonly id: string;
  readonly entry: ToolEntry;
  readonly decision?: Decision;
  /** The user is being asked about it, elsewhere. */
  readonly asked: boolean;
}

export function ToolCard({ id, entry, decision, asked }: ToolCardProps) {
  const { call } = entry;
  const [open, toggle] = useDisclosure(id, !asked && opensByItself(call));
  const status = STATUS_SIGNS[call.status] ?? STATUS_SIGNS.pending;
  return (
    <section
      class={`card tool ${status.tone}`}
      data-testid="tool-call"
      data-status={call.status}
      aria-label={`${call.title}: ${status.label}`}
    >
      <header class="card-head">
        <button type="button" class="card-toggle" aria-expanded={open} onClick={toggle}>
          <Icon name={KIND_ICONS[call.kind] ?? "tools"} class="kind" />
          <span class="card-title">{call.title}</span>
          <Stats call={call} />
        </button>
        {asked && <span class="badge">Waits for your answer</span>}
        {decision && <DecisionBadge decision={decision} />}
        <span class={`status ${status.tone}`} title={status.label} data-testid="tool-status">
          <Icon name={status.icon} />
          <span class="said">{status.label}</span>
        </span>
      </header>
      <Locations id={id} locations={call.locations ?? []} />
      {open && <ToolContent id={id} call={call} />}
    </section>
  );
}

function Stats({ call }: { readonly call: ToolCall }) {
  const diffs = diffsOf(call).map(({ oldText, newText }) => lineDiff(oldText, newText));
  return diffs.length === 0 ? null : <DiffStat diffs={diffs} />;
}

function DecisionBadge({ decision }: { readonly decision: Decision }) {
  return (
    <span
      class={`badge ${decision.allowed ? "success" : "error"}`}
      title={`${decision.label} · ${decision.by}`}
      data-testid="decision"
    >
      <Icon name={decision.allowed ? "pass" : "circle-slash"} class="mini" />
      {decision.label}
    </span>
  );
}

const SMALL_DIFF = 24;

/** What runs in a terminal is open while it runs, what failed stays open, and so do small changes. */
function opensByItself(call: ToolCall): boolean {
  if (call.status === "failed" || (call.status === "in_progress" && terminalsOf(call).length > 0)) {
    return true;
  }
  const diffs = diffsOf(call).map(({ oldText, newText }) => lineDiff(oldText, newText));
  const changed = diffs.reduce((sum, { added, removed }) => sum + added + removed, 0);
  return diffs.length > 0 && changed > 0 && changed <= SMALL_DIFF;
}
