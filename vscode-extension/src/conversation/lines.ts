// The lines that differ between two texts.

import { diffLines } from "diff";

export interface DiffLine {
  readonly sign: "+" | "-" | " ";
  readonly text: string;
  /** From 1, in the text that has the line; the new one where both do. */
  readonly number: number;
}

/** A run of changes with the lines around it. */
export interface DiffHunk {
  readonly lines: readonly DiffLine[];
}

export interface LineDiff {
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly DiffHunk[];
  /** The texts are too long to compare here. */
  readonly tooLong: boolean;
}

const CONTEXT = 3;
const MAX_CHARACTERS = 400_000;

/** Compare two texts line by line. `null` stands for a file that is not there. */
export function lineDiff(oldText: string | null | undefined, newText: string): LineDiff {
  const before = oldText ?? "";
  if (before.length + newText.length > MAX_CHARACTERS) {
    return { added: 0, removed: 0, hunks: [], tooLong: true };
  }
  const lines = linesOf(before, newText);
  return {
    added: lines.filter(({ sign }) => sign === "+").length,
    removed: lines.filter(({ sign }) => sign === "-").length,
    hunks: hunksOf(lines),
    tooLong: false,
  };
}

function linesOf(before: string, after: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [oldNumber, newNumber] = [1, 1];
  for (const { value, added, removed } of diffLines(before, after)) {
    const sign = added ? "+" : removed ? "-" : " ";
    for (const text of value.replace(/\n$/, "").split("\n")) {
      lines.push({ sign, text, number: sign === "-" ? oldNumber : newNumber });
      oldNumber += sign === "+" ? 0 : 1;
      newNumber += sign === "-" ? 0 : 1;
    }
  }
  return lines;
}

function hunksOf(lines: readonly DiffLine[]): readonly DiffHunk[] {
  const kept = lines.map((_, at) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== " "),
  );
  const hunks: DiffLine[][] = [];
  lines.forEach((line, at) => {
    if (kept[at]) {
      if (!kept[at - 1]) {
        hunks.push([]);
      }
      hunks.at(-1)?.push(line);
    }
  });
  return hunks.map((each) => ({ lines: each }));
}
