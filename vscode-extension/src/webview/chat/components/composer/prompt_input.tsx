// The field in which a prompt is written.

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../common/context";
import type { Completion } from "./use_completion";

export interface PromptKeys {
  /** `now`: do not wait for the turn that is under way. */
  readonly send: (now: boolean) => void;
  /** What Escape does. Absent: nothing runs. */
  readonly stop?: () => void;
  /** What was sent last, for the arrow key in an empty field. */
  readonly recall?: () => string | undefined;
}

export interface PromptInputProps extends PromptKeys {
  readonly input: RefObject<HTMLTextAreaElement>;
  /** Whose draft is written. */
  readonly draftId: string;
  readonly placeholder: string;
  readonly completion: Completion;
}

export function PromptInput(props: PromptInputProps) {
  const { input, draftId, completion } = props;
  const app = useApp();
  const draft = app.drafts.of(draftId);
  const { text } = draft.value;
  useFocus(input, draftId);
  const change = (value: string) => {
    draft.value = { ...draft.peek(), text: value };
    app.keep();
  };
  return (
    <textarea
      ref={input}
      class="composer-input"
      dir="auto"
      data-testid="composer-input"
      aria-label="Prompt"
      placeholder={props.placeholder}
      value={text}
      role="combobox"
      aria-expanded={completion.open}
      aria-controls="completions"
      aria-autocomplete="list"
      aria-activedescendant={completion.open ? `completion-${completion.selected}` : undefined}
      onInput={({ currentTarget }) => {
        change(currentTarget.value);
        completion.refresh();
      }}
      onKeyDown={(event) => completion.keyDown(event) || keyDown(event, props, text, change)}
      onSelect={() => completion.refresh()}
      onBlur={() => completion.close()}
      onPaste={(event) => {
        const files = event.clipboardData?.files;
        if (files && files.length > 0) {
          event.preventDefault();
          void app.files.attachContents(files);
        }
      }}
    />
  );
}

/** Take the cursor when it is asked for; by itself only if it is in the panel already. */
function useFocus(input: RefObject<HTMLTextAreaElement>, draftId: string): void {
  const requests = useApp().focusRequests.value;
  const seen = useRef(0);
  useEffect(() => {
    if (document.hasFocus() || requests > seen.current) {
      input.current?.focus();
    }
    seen.current = requests;
  }, [requests, draftId]);
}

function keyDown(
  event: KeyboardEvent,
  { send, stop, recall }: PromptKeys,
  text: string,
  change: (value: string) => void,
): void {
  const recalled = event.key === "ArrowUp" && text === "" ? recall?.() : undefined;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    send(event.ctrlKey || event.metaKey);
  } else if (event.key === "Escape" && stop) {
    stop();
  } else if (recalled) {
    change(recalled);
  } else {
    return;
  }
  event.preventDefault();
}
