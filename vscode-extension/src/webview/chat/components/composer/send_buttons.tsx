// Send, and stop.

import { useApp } from "../common/context";
import { Icon } from "../common/icon";

export interface SendButtonProps {
  readonly draftId: string;
  /** What is sent waits for the turn that is under way. */
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly send: () => void;
}

export function SendButton({ draftId, busy, disabled, send }: SendButtonProps) {
  const { text, attachments } = useApp().drafts.of(draftId).value;
  const empty = text.trim() === "" && attachments.length === 0;
  if (busy && empty) {
    return null;
  }
  return (
    <button
      type="button"
      class="button primary send"
      data-testid="send"
      disabled={empty || disabled}
      aria-label={busy ? "Queue" : "Send"}
      title={busy ? "Queue (Enter). Stop and send now (Ctrl+Enter)" : "Send (Enter)"}
      onClick={send}
    >
      <Icon name={busy ? "clock" : "send"} />
    </button>
  );
}

export interface StopButtonProps {
  readonly stopping: boolean;
  readonly stop: () => void;
}

export function StopButton({ stopping, stop }: StopButtonProps) {
  return (
    <button
      type="button"
      class="button stop"
      data-testid="stop"
      disabled={stopping}
      aria-label={stopping ? "Stopping" : "Stop generating"}
      aria-keyshortcuts="Escape"
      title="Stop generating (Escape)"
      onClick={stop}
    >
      <Icon name="debug-stop" />
      <span class="stop-text">{stopping ? "Stopping" : "Stop"}</span>
    </button>
  );
}
