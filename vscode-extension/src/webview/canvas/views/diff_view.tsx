// Changes to files, line by line.

import type { CanvasStore } from "../canvas_store";
import type { DiffContent, DiffFile } from "../content";

export function DiffView({ diff, store }: { diff: DiffContent; store: CanvasStore }) {
  return (
    <section class="diff-view" data-testid="diff">
      <p class="quiet">
        {diff.files.length} {diff.files.length === 1 ? "file" : "files"}{" "}
        <Stat added={diff.added} removed={diff.removed} />
      </p>
      {diff.files.map((file) => (
        <File key={file.path} file={file} store={store} />
      ))}
    </section>
  );
}

function File({ file, store }: { file: DiffFile; store: CanvasStore }) {
  const whole = file.oldText !== null || file.newText !== null;
  const open = () =>
    store.bridge.request("host/openDiff", {
      title: file.path,
      oldText: file.oldText ?? "",
      newText: file.newText ?? "",
      uri: file.path,
    });
  return (
    <div class="diff-file">
      {whole && (
        <button
          type="button"
          class="bar-button diff-open"
          onClick={() => void open().catch((error: Error) => store.complain(error.message))}
        >
          <span class="codicon codicon-diff" aria-hidden="true" /> Open Diff
        </button>
      )}
      <details open>
        <summary>
          <span class="diff-path">{file.path}</span>{" "}
          <Stat added={file.added} removed={file.removed} />
        </summary>
        <div class="diff-lines" tabIndex={0}>
          {file.unified
            .replace(/\n$/, "")
            .split("\n")
            .map((line, at) => (
              <div key={at} class={`diff-line ${lineClass(line)}`}>
                <span class="diff-text">{line || " "}</span>
              </div>
            ))}
        </div>
      </details>
    </div>
  );
}

function Stat({ added, removed }: { readonly added: number; readonly removed: number }) {
  return (
    <span class="diff-stat">
      <span class="added">+{added}</span> <span class="removed">−{removed}</span>
    </span>
  );
}

function lineClass(line: string): string {
  if (/^(?:---|\+\+\+) /.test(line)) {
    return "head";
  }
  const sign = line[0] ?? " ";
  return { "+": "added", "-": "removed", "@": "hunk-head" }[sign] ?? "same";
}
