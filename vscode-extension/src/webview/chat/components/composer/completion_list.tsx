// The list of what can be completed.

import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../common/icon";
import type { Completion } from "./use_completion";

export function CompletionList({ completion }: { readonly completion: Completion }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [completion.selected, completion.candidates]);
  return (
    <div
      ref={list}
      id="completions"
      class="popover completions"
      role="listbox"
      aria-label={completion.kind === "command" ? "Commands" : "Files"}
      data-testid="completions"
    >
      {completion.candidates.map((candidate, at) => (
        <div
          key={candidate.label + candidate.detail}
          id={`completion-${at}`}
          class="completion"
          role="option"
          tabIndex={-1}
          aria-selected={at === completion.selected}
          data-testid="completion"
          // The cursor stays in the prompt.
          onMouseDown={(event) => {
            event.preventDefault();
            completion.choose(candidate);
          }}
        >
          <Icon name={candidate.icon} />
          <span class="completion-label">{candidate.label}</span>
          <span class="completion-detail">{candidate.detail}</span>
        </div>
      ))}
    </div>
  );
}
