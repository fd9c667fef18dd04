import { Range, Uri } from "vscode";
import { count, object, type Shape, ShapeError, text } from "../../bridge/shape";

const position = object({ line: count, character: count });
const lspRange = object({ start: position, end: position });

/** An LSP range as VS Code has it. */
export const range: Shape<Range> = (value, path) => {
  const { start, end } = lspRange(value, path);
  return new Range(start.line, start.character, end.line, end.character);
};

/** Documents that a webview may name: nothing that runs a command or reaches out. */
const SCHEMES = new Set(["file", "untitled", "vscode-remote", "vscode-vfs", "easel"]);

/** The URI of a document, or a full path. */
export const documentUri: Shape<Uri> = (value, path) => {
  const given = text(10_000)(value, path);
  if (/^(\/|[A-Za-z]:[\\/])/.test(given)) return Uri.file(given);
  const uri = Uri.parse(given);
  if (!SCHEMES.has(uri.scheme)) throw new ShapeError(path, "must be the URI of a document");
  return uri;
};
