// The signs of tool calls, and the parts of their content.

import type { Sign } from "../../../../conversation/status";
import type { ToolCall, ToolCallStatus } from "../../../../protocol";

export const KIND_ICONS: Readonly<Record<string, string>> = {
  read: "file",
  edit: "edit",
  delete: "trash",
  move: "arrow-swap",
  search: "search",
  execute: "terminal",
  think: "lightbulb",
  fetch: "globe",
  switch_mode: "settings",
};

export const STATUS_SIGNS: Readonly<Record<ToolCallStatus, Sign>> = {
  pending: { icon: "circle-large-outline", label: "Waiting", tone: "neutral" },
  in_progress: { icon: "loading", label: "Running", tone: "active" },
  completed: { icon: "check", label: "Done", tone: "success" },
  failed: { icon: "error", label: "Failed", tone: "error" },
  cancelled: { icon: "circle-slash", label: "Cancelled", tone: "neutral" },
  interrupted: { icon: "debug-disconnect", label: "Interrupted", tone: "warning" },
};

export interface DiffContent {
  readonly path: string;
  readonly uri: string;
  readonly oldText: string | null;
  readonly newText: string;
}

export interface TerminalContent {
  readonly terminalId: string;
  readonly output: string;
  readonly truncated: boolean;
  /** Null while its command runs, or when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export function diffsOf(call: ToolCall): readonly DiffContent[] {
  return (call.content ?? []).flatMap(({ type, path, uri, oldText, newText }) =>
    type === "diff" && typeof newText === "string"
      ? [
          {
            path: String(path),
            uri: typeof uri === "string" ? uri : String(path),
            oldText: typeof oldText === "string" ? oldText : null,
            newText,
          },
        ]
      : [],
  );
}

export function terminalsOf(call: ToolCall): readonly TerminalContent[] {
  return (call.content ?? []).flatMap(
    ({ type, terminalId, output, truncated, exitCode, signal }) =>
      type === "terminal"
        ? [
            {
              terminalId: String(terminalId),
              output: typeof output === "string" ? output : "",
              truncated: truncated === true,
              exitCode: typeof exitCode === "number" ? exitCode : null,
              signal: typeof signal === "string" ? signal : null,
            },
          ]
        : [],
  );
}
