// A plan: what is done, what is being done, what is to do.

import type { PlanContent, PlanEntry } from "../content";

export function PlanView({ plan }: { readonly plan: PlanContent }) {
  return (
    <section class="plan-view" data-testid="plan">
      <p>
        <progress max={Math.max(1, plan.total)} value={plan.done} aria-label="Done" />{" "}
        <span class="quiet">
          {plan.done} of {plan.total} done
        </span>
      </p>
      <ol>
        {plan.entries.map((entry, at) => (
          <Entry key={at} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { readonly entry: PlanEntry }) {
  const { icon, said } = LOOKS[entry.status];
  return (
    <li class={`plan-entry ${entry.status}`} data-status={entry.status}>
      <span class={`codicon codicon-${icon}`} role="img" aria-label={said} />
      <div>
        <span class="plan-text">{entry.content}</span>
        {entry.priority !== null && <span class={`tag ${entry.priority}`}>{entry.priority}</span>}
        {entry.note !== null && <p class="quiet">{entry.note}</p>}
      </div>
    </li>
  );
}

const LOOKS = {
  pending: { icon: "circle-large", said: "to do" },
  in_progress: { icon: "play-circle", said: "being done" },
  completed: { icon: "pass-filled", said: "done" },
} as const;
