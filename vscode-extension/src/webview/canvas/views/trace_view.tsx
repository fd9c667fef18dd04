// The messages between Easel and the agent.

import { useMemo, useState } from "preact/hooks";
import type { CanvasStore } from "../canvas_store";
import type { TraceContent, TraceEntry } from "../content";

export function TraceView({ trace, store }: { trace: TraceContent; store: CanvasStore }) {
  const [text, setText] = useState("");
  const entries = useMemo(
    () => trace.entries.filter((entry) => entry.text.toLowerCase().includes(text.toLowerCase())),
    [trace.entries, text],
  );
  return (
    <section class="trace-view" data-testid="trace">
      <div class="canvas-bar">
        <input
          type="search"
          value={text}
          placeholder="Filter messages"
          aria-label="Filter messages"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <span class="quiet">
          {entries.length} of {trace.entries.length} messages
        </span>
        <span class="space" />
        <button type="button" class="bar-button" onClick={() => store.send({ type: "refresh" })}>
          <span class="codicon codicon-refresh" aria-hidden="true" /> Refresh
        </button>
      </div>
      {trace.level === "off" && (
        <p class="canvas-notice">
          Nothing is recorded. Set <code>easel.trace</code> to <code>messages</code>.
        </p>
      )}
      {entries.map((entry) => (
        <Entry key={entry.seq} entry={entry} />
      ))}
    </section>
  );
}

function Entry({ entry }: { readonly entry: TraceEntry }) {
  return (
    <details class={`trace-entry ${entry.direction}`}>
      <summary>
        <span
          class={`codicon codicon-arrow-${entry.direction === "in" ? "left" : "right"}`}
          role="img"
          aria-label={entry.direction === "in" ? "from the agent" : "to the agent"}
        />
        <time>{entry.at.slice(11, 23)}</time> <span class="trace-line">{entry.text}</span>
      </summary>
      <pre>{indented(entry.text)}</pre>
    </details>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
