// Send, and stop.

import type { Thread } from "../../../../conversation/thread";
import { useApp, useConversation } from "../common/context";
import { Icon } from "../common/icon";

interface SendButtonsProps {
  readonly busy: boolean;
  readonly thread: Thread;
}

export function SendButtons({ busy, thread }: SendButtonsProps) {
  const app = useApp();
  const { store, actions } = useConversation();
  const { text, attachments } = app.drafts.of(store.id).value;
  const empty = text.trim() === "" && attachments.length === 0;
  const stopping = thread.stop !== null;
  return (
    <>
      {busy && (
        <button
          type="button"
          class="button stop"
          data-testid="stop"
          disabled={stopping}
          aria-label="Stop generating"
          aria-keyshortcuts="Escape"
          title="Stop generating (Escape)"
          onClick={() => void actions.stop()}
        >
          <Icon name="debug-stop" />
          <span class="stop-text">{stopping ? "Stopping" : "Stop"}</span>
        </button>
      )}
      {(!busy || !empty) && (
        <button
          type="button"
          class="button primary send"
          data-testid="send"
          disabled={empty || thread.access === "observer"}
          aria-label={busy ? "Queue" : "Send"}
          title={busy ? "Queue (Enter). Stop and send now (Ctrl+Enter)" : "Send (Enter)"}
          onClick={() => void actions.send()}
        >
          <Icon name={busy ? "clock" : "send"} />
        </button>
      )}
    </>
  );
}
