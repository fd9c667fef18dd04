import { expect, test } from "vitest";
import { conversationOf, tabChanges } from "../../../src/canvas/session_channel";
import type { OpenCanvas } from "../../../src/protocol";

function canvas(channel: string, extensionId = "easel"): OpenCanvas {
  return { instanceId: channel, channel, canvasId: "table", extensionId, availability: "ready" };
}

test("the tabs follow the open canvases", () => {
  const [a, b] = [canvas("a"), canvas("b")];
  const before = new Set(["a", "gone"]);
  expect(tabChanges(before, [a, b], "client:vscode")).toEqual({
    opened: [b],
    closed: ["gone"],
    kept: [a],
  });
});

test("what this editor shows by its own means has no tab", () => {
  const own = canvas("a", "client:vscode");
  expect(tabChanges(new Set(), [own], "client:vscode").opened).toEqual([]);
});

test("a channel names its conversation", () => {
  expect(conversationOf("ahp-session:/c1")).toBe("c1");
  expect(conversationOf("ahp-canvas:/c1.table-1")).toBeUndefined();
});
