import { workspace } from "vscode";
import { check, object, text } from "../../../bridge/shape";
import type { DiffDocuments } from "../../host/diff_documents";
import { fileOfWorkspace, tabInFront } from "./tabs";
import type { OwnKind } from "./view";

const INPUT = object({ path: text(4000), newText: text(10_000_000) });

/** A file of the workspace beside what it could become. */
export function diff(documents: DiffDocuments): OwnKind {
  return {
    canvasId: "vscode-diff",
    displayName: "Diff editor",
    description:
      "Show a file of the workspace beside a proposed new text in the person's diff editor. Nothing is changed.",
    inputSchema: {
      type: "object",
      properties: {
        path: { type: "string", description: "The full path, or relative to the workspace." },
        newText: { type: "string", description: "The whole text that the file could have." },
      },
      required: ["path", "newText"],
      additionalProperties: false,
    },
    async open(input, onClosed) {
      const { path, newText } = check(INPUT, input);
      const uri = await fileOfWorkspace(path);
      const oldText = (await workspace.openTextDocument(uri)).getText();
      const title = `${path} (proposed)`;
      await documents.open({ title, oldText, newText, uri: uri.toString() });
      const tab = tabInFront(onClosed);
      return { shown: { title }, dispose: () => tab.dispose() };
    },
  };
}
