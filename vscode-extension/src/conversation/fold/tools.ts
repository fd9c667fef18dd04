// Tool calls and plans. Both come whole every time.

import type { Plan, ToolCallChanged } from "../../protocol";
import type { PlanEntry, ToolEntry } from "../entries";
import { begin, type Draft } from "./draft";

export function toolCall(draft: Draft, event: ToolCallChanged): void {
  const key = `tool:${event.toolCall.toolCallId}`;
  draft.put<ToolEntry>(event, key, (before) => ({
    ...(before ?? { ...begin(event, key), kind: "tool" }),
    call: event.toolCall,
    changedAt: event.at,
  }));
}

export function plan(draft: Draft, event: Plan): void {
  draft.put<PlanEntry>(event, "plan", (before) => ({
    ...(before ?? { ...begin(event, "plan"), kind: "plan" }),
    entries: event.entries,
  }));
}
