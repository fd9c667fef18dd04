// A change to a file, line by line.

import { useMemo } from "preact/hooks";
import { baseName } from "../../../../conversation/format";
import { type LineDiff, lineDiff } from "../../../../conversation/lines";
import { useApp } from "../common/context";
import { TextButton } from "../common/icon";
import type { DiffContent } from "./tool_looks";

const MAX_LINES = 400;

export function DiffView({ diff }: { readonly diff: DiffContent }) {
  const app = useApp();
  const lines = useMemo(() => lineDiff(diff.oldText, diff.newText), [diff.oldText, diff.newText]);
  const name = baseName(diff.path);
  const open = () =>
    app.bridge.request("host/openDiff", {
      title: diff.oldText === null ? `${name} (new)` : `${name} (change)`,
      oldText: diff.oldText ?? "",
      newText: diff.newText,
      uri: diff.uri,
    });
  return (
    <div class="diff" data-testid="diff">
      <div class="diff-bar">
        <span class="diff-name" title={diff.path}>
          {name}
        </span>
        <DiffStat diffs={[lines]} />
        <TextButton
          icon="diff"
          class="small"
          testid="open-diff"
          onClick={() => void app.problems.attempt("The diff could not be opened", open)}
        >
          Open Diff
        </TextButton>
      </div>
      {lines.tooLong ? (
        <p class="quiet">The texts are long: open the diff to see them.</p>
      ) : (
        <Hunks diff={lines} />
      )}
    </div>
  );
}

export function DiffStat({ diffs }: { readonly diffs: readonly LineDiff[] }) {
  const added = diffs.reduce((sum, diff) => sum + diff.added, 0);
  const removed = diffs.reduce((sum, diff) => sum + diff.removed, 0);
  return (
    <span class="diff-stat">
      <span class="added">+{added}</span> <span class="removed">−{removed}</span>
    </span>
  );
}

function Hunks({ diff }: { readonly diff: LineDiff }) {
  let left = MAX_LINES;
  return (
    <div class="diff-lines" tabIndex={0}>
      {diff.hunks.map((hunk, at) => {
        const shown = hunk.lines.slice(0, Math.max(0, left));
        left -= hunk.lines.length;
        return (
          <div key={at} class="hunk">
            {shown.map((line, place) => (
              <div key={place} class={`diff-line ${CLASSES[line.sign]}`}>
                <span class="diff-number">{line.number}</span>
                <span class="diff-sign">{line.sign}</span>
                <span class="diff-text">{line.text}</span>
              </div>
            ))}
          </div>
        );
      })}
      {left < 0 && <p class="quiet">{-left} more lines: open the diff to see them.</p>}
    </div>
  );
}

const CLASSES = { "+": "added", "-": "removed", " ": "same" } as const;
