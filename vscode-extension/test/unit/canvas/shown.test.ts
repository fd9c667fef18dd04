import { expect, test } from "vitest";
import { shownCanvases } from "../../../src/canvas/shown";

const DECLARED = { extensionId: "easel", canvasId: "table", displayName: "Table" };
const OPEN = {
  instanceId: "table-1",
  channel: "ahp-canvas:/c.table-1",
  canvasId: "table",
  extensionId: "easel",
  availability: "ready",
};

test("an open canvas is called by its title, else by its kind", () => {
  const openCanvases = [{ ...OPEN, title: "Prices" }, OPEN];
  const shown = shownCanvases({ canvases: [DECLARED], openCanvases });
  expect(shown.map(({ title, kind }) => [title, kind])).toEqual([
    ["Prices", "Table"],
    ["Table", "Table"],
  ]);
});

test("one whose kind nobody declares any more has the name that is left, and is not ready", () => {
  const openCanvases = [{ ...OPEN, availability: "stale" }];
  const [shown] = shownCanvases({ openCanvases });
  expect(shown).toMatchObject({ title: "table", kind: "table", ready: false });
});
