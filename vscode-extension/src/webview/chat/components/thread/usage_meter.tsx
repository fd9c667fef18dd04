// How full the agent's context is, and what it has cost.

import { count, money } from "../../../../conversation/format";
import type { Usage } from "../../../../protocol";

const RADIUS = 6;
const AROUND = 2 * Math.PI * RADIUS;

export function UsageMeter({ usage }: { readonly usage: Usage }) {
  const { contextUsed, contextSize, cost } = usage;
  const share =
    contextUsed !== undefined && contextSize ? Math.min(1, contextUsed / contextSize) : null;
  const detail = detailOf(usage);
  if (detail.length === 0) {
    return null;
  }
  return (
    <span
      class="usage"
      data-testid="usage"
      role="img"
      aria-label={detail.join(". ")}
      title={detail.join("\n")}
    >
      {share !== null && <Ring share={share} />}
      {cost && cost.amount > 0 && <span class="quiet">{money(cost)}</span>}
    </span>
  );
}

function detailOf({ contextUsed, contextSize, inputTokens, outputTokens, cost }: Usage): string[] {
  const lines: string[] = [];
  if (contextUsed !== undefined) {
    const size = contextSize ? ` of ${count(contextSize)}` : "";
    lines.push(`Context: ${count(contextUsed)}${size} tokens`);
  }
  if (inputTokens !== undefined || outputTokens !== undefined) {
    lines.push(`Tokens: ${count(inputTokens ?? 0)} in, ${count(outputTokens ?? 0)} out`);
  }
  if (cost) {
    lines.push(`Cost: ${money(cost)}`);
  }
  return lines;
}

function Ring({ share }: { readonly share: number }) {
  return (
    <svg class={`ring ${share > 0.85 ? "full" : ""}`} viewBox="0 0 16 16" aria-hidden="true">
      <circle class="ring-track" cx="8" cy="8" r={RADIUS} />
      <circle
        class="ring-share"
        cx="8"
        cy="8"
        r={RADIUS}
        stroke-dasharray={`${share * AROUND} ${AROUND}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
