// A field for a prompt, with its attachments and completions.

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { JsonObject } from "../../../../protocol";
import { useApp } from "../common/context";
import { IconButton } from "../common/icon";
import { AttachmentChips } from "./attachment_chips";
import { CompletionList } from "./completion_list";
import { ContextButton } from "./context_button";
import { useDropTarget } from "./drop_target";
import { PromptInput, type PromptKeys } from "./prompt_input";
import { useCompletion } from "./use_completion";

export interface PromptBoxProps extends PromptKeys {
  /** Whose draft is written. */
  readonly draftId: string;
  readonly placeholder: string;
  /** The agent's slash commands, as ACP has them. */
  readonly commands: readonly JsonObject[];
  /** What stands below the field. */
  readonly children: ComponentChildren;
}

export function PromptBox({ commands, children, ...field }: PromptBoxProps) {
  const { drafts, files } = useApp();
  const input = useRef<HTMLTextAreaElement>(null);
  const completion = useCompletion(input, field.draftId, commands);
  const drop = useDropTarget(files);
  return (
    <div class={`composer ${drop.over ? "drop" : ""}`} data-testid="composer" {...drop.handlers}>
      {completion.open && <CompletionList completion={completion} />}
      <AttachmentChips attachments={drafts.of(field.draftId).value.attachments} />
      <PromptInput {...field} input={input} completion={completion} />
      <div class="composer-bar">
        <IconButton
          icon="attach"
          label="Attach files"
          testid="attach"
          onClick={() => void files.pick()}
        />
        <ContextButton />
        {children}
      </div>
    </div>
  );
}
