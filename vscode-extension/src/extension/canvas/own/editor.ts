import { Range, window } from "vscode";
import { check, count, object, optional, text } from "../../../bridge/shape";
import { fileOfWorkspace, tabInFront } from "./tabs";
import type { OwnKind } from "./view";

const INPUT = object({ path: text(4000), line: optional(count), endLine: optional(count) });

/** A file at a line. */
export const editor: OwnKind = {
  canvasId: "vscode-editor",
  displayName: "Editor",
  description:
    "Open a file of the workspace in the person's editor, at a line or a range of lines. For showing where something is.",
  inputSchema: {
    type: "object",
    properties: {
      path: { type: "string", description: "The full path, or relative to the workspace." },
      line: { type: "integer", minimum: 1, description: "The first line to select." },
      endLine: { type: "integer", minimum: 1, description: "The last line to select." },
    },
    required: ["path"],
    additionalProperties: false,
  },
  async open(input, onClosed) {
    const { path, line = 1, endLine = line } = check(INPUT, input);
    const uri = await fileOfWorkspace(path);
    const selection = new Range(line - 1, 0, Math.max(endLine, line) - 1, Number.MAX_SAFE_INTEGER);
    await window.showTextDocument(uri, { selection, preview: false });
    const tab = tabInFront(onClosed);
    return { shown: { title: path, status: `line ${line}` }, dispose: () => tab.dispose() };
  },
};
