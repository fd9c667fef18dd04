import { expect, test } from "vitest";
import { rank } from "../../src/extension/host/ranking";

const PATHS = ["src/main.ts", "docs/main.md", "main.ts", "src/domain/index.ts", "test/mad_in.ts"];

test("names come before paths, beginnings before pieces, pieces before letters", () => {
  expect(rank(PATHS, "main", new Set(), 10)).toEqual([
    "main.ts",
    "src/main.ts",
    "docs/main.md",
    "src/domain/index.ts",
    "test/mad_in.ts",
  ]);
});

test("among equals, open files come first", () => {
  expect(rank(PATHS, "main", new Set(["docs/main.md"]), 1)).toEqual(["docs/main.md"]);
});

test("nothing typed offers the open files first", () => {
  expect(rank(PATHS, "", new Set(["test/mad_in.ts"]), 2)).toEqual(["test/mad_in.ts", "main.ts"]);
});

test("what has not all letters is left out", () => {
  expect(rank(PATHS, "xyz", new Set(), 10)).toEqual([]);
});
