// A field for a prompt, with its attachments and completions.

import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { JsonObject } from "../../../../protocol";
import { useApp } from "../common/context";
import { IconButton } from "../common/icon";
import { AttachmentChips } from "./attachment_chips";
import { useAutoHeight } from "./auto_height";
import { CompletionList } from "./completion_list";
import { ContextButton } from "./context_button";
import { useDropTarget } from "./drop_target";
import { useCompletion } from "./use_completion";

export interface PromptBoxProps {
  /** Whose draft is written. */
  readonly draftId: string;
  readonly placeholder: string;
  /** The agent's slash commands, as ACP has them. */
  readonly commands: readonly JsonObject[];
  /** `now`: do not wait for the turn that is under way. */
  readonly send: (now: boolean) => void;
  /** What Escape does. Absent: nothing runs. */
  readonly stop?: () => void;
  /** What was sent last, for the arrow key in an empty field. */
  readonly recall?: () => string | undefined;
  /** What stands below the field. */
  readonly children: ComponentChildren;
}

export function PromptBox(props: PromptBoxProps) {
  const app = useApp();
  const input = useRef<HTMLTextAreaElement>(null);
  const draft = app.drafts.of(props.draftId);
  const { text, attachments } = draft.value;
  const completion = useCompletion(input, props.draftId, props.commands);
  const drop = useDropTarget(app.files);
  useAutoHeight(input, text);
  useFocus(input, props.draftId);
  const change = (value: string) => {
    draft.value = { ...draft.peek(), text: value };
    app.keep();
  };
  return (
    <div class={`composer ${drop.over ? "drop" : ""}`} data-testid="composer" {...drop.handlers}>
      {completion.open && <CompletionList completion={completion} />}
      <AttachmentChips attachments={attachments} />
      <textarea
        ref={input}
        class="composer-input"
        data-testid="composer-input"
        aria-label="Prompt"
        placeholder={props.placeholder}
        rows={1}
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
        onKeyDown={(event) => {
          if (!completion.keyDown(event)) {
            keyDown(event, props, text, change);
          }
        }}
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
      <div class="composer-bar">
        <IconButton
          icon="attach"
          label="Attach files"
          testid="attach"
          onClick={() => void app.files.pick()}
        />
        <ContextButton />
        {props.children}
      </div>
    </div>
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
  { send, stop, recall }: PromptBoxProps,
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
