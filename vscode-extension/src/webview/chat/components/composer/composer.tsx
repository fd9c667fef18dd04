// Where prompts are written.

import { useEffect, useRef } from "preact/hooks";
import { isBusy } from "../../../../conversation/status";
import type { Thread } from "../../../../conversation/thread";
import { useApp, useConversation } from "../common/context";
import { Icon, IconButton } from "../common/icon";
import { AttachmentChips } from "./attachment_chips";
import { useAutoHeight } from "./auto_height";
import { CompletionList } from "./completion_list";
import { useDropTarget } from "./drop_target";
import { Pickers } from "./pickers";
import { SendButtons } from "./send_buttons";
import { useCompletion } from "./use_completion";

export function Composer({ thread }: { readonly thread: Thread }) {
  const app = useApp();
  const { store, actions } = useConversation();
  const input = useRef<HTMLTextAreaElement>(null);
  const draft = app.drafts.of(store.id);
  const { text } = draft.value;
  const busy = isBusy(thread.info.executionStatus);
  const completion = useCompletion(input, thread.info);
  const drop = useDropTarget(app.files);
  useAutoHeight(input, text);
  useEffect(() => input.current?.focus(), [app.focusRequests.value, store.id]);
  const change = (value: string) => {
    draft.value = { ...draft.peek(), text: value };
    completion.refresh();
    app.keep();
  };
  const keyDown = (event: KeyboardEvent) => {
    if (completion.keyDown(event)) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void actions.send(event.ctrlKey || event.metaKey ? "interrupt" : "queue");
    } else if (event.key === "Escape" && busy) {
      event.preventDefault();
      void actions.stop();
    }
  };
  return (
    <div class={`composer ${drop.over ? "drop" : ""}`} data-testid="composer" {...drop.handlers}>
      {completion.open && <CompletionList completion={completion} />}
      <AttachmentChips attachments={draft.value.attachments} />
      <textarea
        ref={input}
        class="composer-input"
        data-testid="composer-input"
        aria-label="Prompt"
        placeholder={placeholder(thread, busy)}
        rows={1}
        value={text}
        role="combobox"
        aria-expanded={completion.open}
        aria-controls="completions"
        aria-autocomplete="list"
        aria-activedescendant={completion.open ? `completion-${completion.selected}` : undefined}
        onInput={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={keyDown}
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
          icon="add"
          label="Attach files"
          testid="attach"
          onClick={() => void app.files.pick()}
        />
        <ContextButton />
        <Pickers thread={thread} />
        <span class="space" />
        <SendButtons busy={busy} thread={thread} />
      </div>
    </div>
  );
}

function placeholder(thread: Thread, busy: boolean): string {
  if (thread.access === "observer") {
    return "Take the conversation over to write";
  }
  if (thread.info.executionStatus === "waitingForPermission") {
    return "Answer above. Writing on declines, and waits its turn";
  }
  return busy ? "Write on: it goes out next" : "Ask, / for commands, @ for files";
}

/** Attaches what is selected in the active editor, or its file. */
function ContextButton() {
  const app = useApp();
  const { file, excerpt } = app.files.context.value;
  if (!file && !excerpt) {
    return null;
  }
  const name = excerpt?.name ?? file?.name ?? "";
  const from = (excerpt?.range.start.line ?? 0) + 1;
  const to = (excerpt?.range.end.line ?? 0) + 1;
  const label = excerpt ? `${name}:${from === to ? from : `${from}-${to}`}` : name;
  return (
    <button
      type="button"
      class="picker"
      data-testid="attach-context"
      title={`Attach ${label}`}
      aria-label={`Attach ${label}`}
      onClick={() => {
        if (excerpt) {
          app.files.attachExcerpt(excerpt);
        } else if (file) {
          void app.files.attachReference(file);
        }
      }}
    >
      <Icon name="attach" class="mini" />
      <span class="picker-text">{label}</span>
    </button>
  );
}
