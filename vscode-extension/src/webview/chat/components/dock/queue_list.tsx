// The prompts that wait: they can be changed, moved, removed and sent.

import { useState } from "preact/hooks";
import { promptText } from "../../../../conversation/attachments";
import { promptLine } from "../../../../conversation/format";
import type { QueuedPrompt, Thread } from "../../../../conversation/thread";
import { useConversation } from "../common/context";
import { ActionButton, Icon, IconButton } from "../common/icon";

export function QueueList({ thread }: { readonly thread: Thread }) {
  const { actions } = useConversation();
  const { queue, live } = thread;
  if (queue.length === 0) {
    return null;
  }
  const held = queue.some((queued) => queued.held) && live === null;
  return (
    <section class="queue" data-testid="queue" aria-label="Prompts that wait">
      <header class="queue-head">
        <Icon name={held ? "debug-pause" : "clock"} />
        <span>
          {held
            ? "Held, nothing is sent by itself"
            : queue.length === 1
              ? "Goes out next"
              : `${queue.length} prompts wait`}
        </span>
        {held && (
          <ActionButton class="small" primary testid="run-queue" run={async () => actions.run()}>
            Send Now
          </ActionButton>
        )}
      </header>
      <ol>
        {queue.map((queued, at) => (
          <QueuedItem
            key={queued.turnId}
            queued={queued}
            first={at === 0}
            last={at === queue.length - 1}
          />
        ))}
      </ol>
    </section>
  );
}

interface QueuedItemProps {
  readonly queued: QueuedPrompt;
  readonly first: boolean;
  readonly last: boolean;
}

function QueuedItem({ queued, first, last }: QueuedItemProps) {
  const { actions } = useConversation();
  const [editing, setEditing] = useState(false);
  if (editing) {
    return <QueuedEditor queued={queued} close={() => setEditing(false)} />;
  }
  return (
    <li class="queued" data-testid="queued">
      <span class="queued-text" dir="auto">
        {promptLine(queued.prompt)}
      </span>
      {queued.steering && <span class="badge">offered to the agent</span>}
      <IconButton
        icon="arrow-up"
        label="Earlier"
        testid="queued-up"
        disabled={first}
        onClick={() => void actions.moveQueued(queued.turnId, -1)}
      />
      <IconButton
        icon="arrow-down"
        label="Later"
        testid="queued-down"
        disabled={last}
        onClick={() => void actions.moveQueued(queued.turnId, 1)}
      />
      <IconButton icon="edit" label="Edit" testid="queued-edit" onClick={() => setEditing(true)} />
      <IconButton
        icon="trash"
        label="Remove"
        testid="queued-drop"
        onClick={() => void actions.dropQueued(queued.turnId)}
      />
    </li>
  );
}

interface QueuedEditorProps {
  readonly queued: QueuedPrompt;
  readonly close: () => void;
}

function QueuedEditor({ queued, close }: QueuedEditorProps) {
  const { actions } = useConversation();
  const [text, setText] = useState(promptText(queued.prompt));
  const save = async () => {
    if (text.trim() !== "") {
      await actions.editQueued(queued.turnId, text);
    }
    close();
  };
  return (
    <li class="queued editing">
      <textarea
        aria-label="Waiting prompt"
        data-testid="queued-input"
        rows={3}
        value={text}
        ref={(element) => element?.focus()}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            close();
          } else if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            void save();
          }
        }}
      />
      <IconButton icon="check" label="Save" testid="queued-save" onClick={() => void save()} />
      <IconButton icon="close" label="Do not change it" onClick={close} />
    </li>
  );
}
