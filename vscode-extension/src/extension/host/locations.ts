import {
  commands,
  FileType,
  type Range,
  TextEditorRevealType,
  type Uri,
  window,
  workspace,
} from "vscode";
import { check, object, optional } from "../../bridge/shape";
import { documentUri, range } from "./shapes";

const PARAMS = object({ uri: documentUri, range: optional(range) });

/** `host/openLocation`: a file in an editor, a folder in the explorer. */
export async function openLocation(params: unknown): Promise<void> {
  const { uri, range: place } = check(PARAMS, params);
  const stat = await workspace.fs.stat(uri).then(undefined, () => undefined);
  if (stat?.type === FileType.Directory) {
    await commands.executeCommand("revealInExplorer", uri);
    return;
  }
  await openAt(uri, place);
}

async function openAt(uri: Uri, place: Range | undefined): Promise<void> {
  if (!place) {
    await commands.executeCommand("vscode.open", uri);
    return;
  }
  const editor = await window.showTextDocument(uri, { selection: place });
  editor.revealRange(place, TextEditorRevealType.InCenterIfOutsideViewport);
}
