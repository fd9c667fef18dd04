import { Disposable, type Range, type TextDocument, type TextEditor, Uri, window } from "vscode";
import type { Excerpt, FileReference, HostPushes } from "../bridge/messages";
import { fileReference } from "./host/files";

const LONGEST = 100_000;
const SETTLE_MS = 150;
const SCHEMES = new Set(["file", "untitled", "vscode-remote", "vscode-vfs"]);

/** What is in the active editor. */
export function editorContext(): HostPushes["host/context"] {
  const editor = window.activeTextEditor;
  if (!editor || !SCHEMES.has(editor.document.uri.scheme)) return { file: null, excerpt: null };
  return { file: fileReference(editor.document.uri), excerpt: selectedExcerpt(editor) ?? null };
}

/** The selected text; undefined if nothing is selected. */
export function selectedExcerpt({ document, selection }: TextEditor): Excerpt | undefined {
  return selection.isEmpty ? undefined : excerptOf(document, selection);
}

/** A piece of a document, for a prompt. */
export function excerptOf(document: TextDocument, range: Range): Excerpt {
  return {
    ...fileReference(document.uri),
    languageId: document.languageId,
    range: plain(range),
    text: document.getText(range).slice(0, LONGEST),
  };
}

/** The files that an entry of the explorer or of an editor's title stands for. */
export function filesOf(clicked: unknown, selected: unknown): readonly FileReference[] {
  const uris = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  const known = uris.filter((each): each is Uri => each instanceof Uri);
  const active = window.activeTextEditor?.document.uri;
  return (known.length > 0 ? known : active ? [active] : []).map((uri) => fileReference(uri));
}

/** Tells, once things have settled, that another editor or selection is the active one. */
export function onDidChangeContext(listener: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(listener, SETTLE_MS);
  };
  return Disposable.from(
    window.onDidChangeActiveTextEditor(soon),
    window.onDidChangeTextEditorSelection(soon),
    new Disposable(() => clearTimeout(timer)),
  );
}

function plain({ start, end }: Range): Excerpt["range"] {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
