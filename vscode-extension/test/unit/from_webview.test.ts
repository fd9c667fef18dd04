import { expect, test } from "vitest";
import { parseFromWebview } from "../../src/bridge/from_webview";
import { ShapeError } from "../../src/bridge/shape";

test("what a webview may send is taken, and nothing else of it", () => {
  const request = { kind: "request", id: 1, method: "easel/agents/list", params: {} };
  expect(parseFromWebview({ ...request, more: true })).toEqual(request);
  expect(parseFromWebview({ kind: "ready" })).toEqual({ kind: "ready" });
  expect(parseFromWebview({ kind: "cancel", id: 7 })).toEqual({ kind: "cancel", id: 7 });
});

test.each([
  [undefined],
  ["ready"],
  [{ kind: "eval" }],
  [{ kind: "request", id: -1, method: "easel/status", params: {} }],
  [{ kind: "request", id: 1, method: "workspace/executeCommand", params: {} }],
  [{ kind: "request", id: 1, method: "shutdown", params: {} }],
  [{ kind: "request", id: 1, method: "easel/../status", params: {} }],
  [{ kind: "request", id: 1, method: "easel/status", params: [] }],
  [{ kind: "request", id: 1, method: "easel/status" }],
  [{ kind: "cancel" }],
])("%j is refused", (message) => {
  expect(() => parseFromWebview(message)).toThrow(ShapeError);
});

test("a refusal names the field", () => {
  const message = { kind: "request", id: "1", method: "easel/status", params: {} };
  expect(() => parseFromWebview(message)).toThrow("$.id: must be a whole number");
});
