// The agent's plan.

import type { PlanEntry } from "../../../../conversation/entries";
import { Icon } from "../common/icon";

const ICONS: Readonly<Record<string, string>> = {
  completed: "pass-filled",
  in_progress: "loading",
  pending: "circle-large-outline",
};
const WORDS: Readonly<Record<string, string>> = {
  completed: "Done",
  in_progress: "Under way",
  pending: "To do",
};

export function PlanRow({ entry }: { readonly entry: PlanEntry }) {
  const done = entry.entries.filter(({ status }) => status === "completed").length;
  return (
    <section class="card plan" data-testid="plan" aria-label="Plan">
      <header class="card-head">
        <Icon name="checklist" />
        <strong class="card-title">Plan</strong>
        <span class="quiet">
          {done} of {entry.entries.length}
        </span>
      </header>
      <ol class="plan-steps">
        {entry.entries.map(({ content, status }, at) => (
          <li key={at} class={`plan-step ${String(status)}`} data-testid="plan-step">
            <Icon name={ICONS[String(status)] ?? "circle-large-outline"} />
            <span class="said">{WORDS[String(status)] ?? String(status)}: </span>
            <span>{String(content)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
