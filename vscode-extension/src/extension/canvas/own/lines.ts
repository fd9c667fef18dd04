import { Range } from "vscode";
import { optional, type Shape, ShapeError } from "../../../bridge/shape";

const line: Shape<number> = (value, path) => {
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw new ShapeError(path, "must be a whole number from 1 on");
  }
  return value as number;
};

/** The fields of an input that name lines, from 1 on, both included. */
export const LINES = { line: optional(line), endLine: optional(line) };
/** The same where there must be one. */
export const SOME_LINES = { line, endLine: optional(line) };

/** As JSON Schemas. */
export const LINES_SCHEMA = {
  line: { type: "integer", minimum: 1, description: "The first line to select." },
  endLine: { type: "integer", minimum: 1, description: "The last line to select." },
};

export interface Lines {
  readonly line: number;
  readonly endLine?: number;
}

/** All of these lines. */
export function rangeOf({ line: first, endLine = first }: Lines): Range {
  return new Range(first - 1, 0, Math.max(endLine, first) - 1, Number.MAX_SAFE_INTEGER);
}

/** For people. */
export function inWords({ line: first, endLine = first }: Lines): string {
  return endLine > first ? `lines ${first}–${endLine}` : `line ${first}`;
}
