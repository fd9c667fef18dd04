// Cuts a text into its top-level blocks, so that a text that grows is not rendered anew as a whole.

import type { Env, MarkdownIt } from "markdown-it";

/** Link definitions, which hold for the whole text. */
export type References = NonNullable<Env["references"]>;

export interface Blocks {
  readonly text: string;
  /** The blocks one after another; together they are the text. */
  readonly sources: readonly string[];
  /** The same object for as long as no definition is added. */
  readonly references: References;
}

const EMPTY: Blocks = { text: "", sources: [], references: {} };

/** How many blocks at the end may still change when text is added. */
const UNSETTLED = 2;
/** The definition of a link, or what may be one. */
const DEFINITION = /^[\s>*+\-\d.]*\[[^\]]+\]:/m;

/** The blocks of `text`. Those of `before` that cannot have changed are not looked at again. */
export function blocksOf(parser: MarkdownIt, text: string, before: Blocks = EMPTY): Blocks {
  if (text === before.text) {
    return before;
  }
  // A definition holds for what stands before it too, and may itself still grow.
  const grown = text.startsWith(before.text) && !DEFINITION.test(text);
  const settled = grown ? before.sources.slice(0, -UNSETTLED) : [];
  const start = settled.reduce((length, source) => length + source.length, 0);
  const tail = text.slice(start);
  const env: Env = { references: {} };
  const sources = cut(tail, blockStarts(parser, tail, env));
  return {
    text,
    sources: [...settled, ...sources],
    references: kept(before.references, env.references ?? {}),
  };
}

/** `before`, if both define the same. */
function kept(before: References, after: References): References {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

/** The lines in which top-level blocks begin. */
function blockStarts(parser: MarkdownIt, text: string, env: Env): number[] {
  return parser
    .parse(text, env)
    .flatMap(({ level, nesting, map }) => (level === 0 && nesting >= 0 && map ? [map[0]] : []));
}

function cut(text: string, starts: readonly number[]): string[] {
  const lines = text.split("\n");
  const offsets = [0];
  for (const line of lines) {
    offsets.push((offsets.at(-1) ?? 0) + line.length + 1);
  }
  // What stands before the first block, such as an empty line, goes with it.
  const places = [0, ...starts.slice(1).map((line) => offsets[line] ?? text.length), text.length];
  return places
    .slice(0, -1)
    .map((place, at) => text.slice(place, places[at + 1]))
    .filter(Boolean);
}
