import fc from "fast-check";
import createMarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { type Blocks, blocksOf } from "../../../src/webview/chat/markdown/blocks";

const parser = createMarkdownIt({ linkify: true });

function html({ sources, references }: Blocks): string {
  return sources.map((source) => parser.render(source, { references })).join("");
}

function grown(pieces: readonly string[]): Blocks {
  let blocks: Blocks | undefined;
  let text = "";
  for (const piece of pieces) {
    text += piece;
    blocks = blocksOf(parser, text, blocks);
  }
  return blocks ?? blocksOf(parser, "");
}

const line = fc.constantFrom(
  "",
  "",
  "words and *more* words",
  "# Title",
  "- item",
  "  - inner",
  "    continued",
  "1. one",
  "> quote",
  "```python",
  "```",
  "print(1)",
  "| a | b |",
  "|---|--:|",
  "| 1 | 2 |",
  "===",
  "---",
  "[a link][x]",
  "[x]: https://example.com",
  "<b>html</b>",
  "    code",
);
const texts = fc.array(line, { maxLength: 25 }).map((lines) => lines.join("\n"));

describe("a text that grows", () => {
  test("is cut as if it had come at once", () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
        const places = cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
        const pieces = [0, ...places].map((place, at) => text.slice(place, places[at]));
        const blocks = grown(pieces);
        expect(blocks.sources.join("")).toBe(text);
        expect(html(blocks)).toBe(html(blocksOf(parser, text)));
      }),
      { numRuns: 1000 },
    );
  });

  test("is shown as Markdown shows the whole", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(html(blocksOf(parser, text))).toBe(parser.render(text));
      }),
      { numRuns: 1000 },
    );
  });

  test("keeps its first blocks as they are", () => {
    const before = blocksOf(parser, "one\n\ntwo\n\nthree\n\nfo");
    const after = blocksOf(parser, "one\n\ntwo\n\nthree\n\nfour", before);
    expect(after.sources).toEqual(["one\n\n", "two\n\n", "three\n\n", "four"]);
    expect(after.references).toBe(before.references);
  });

  test("is cut anew when it turns into another", () => {
    const before = blocksOf(parser, "one\n\ntwo");
    expect(blocksOf(parser, "three", before).sources).toEqual(["three"]);
  });
});
