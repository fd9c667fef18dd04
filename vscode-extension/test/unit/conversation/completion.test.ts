import { expect, test } from "vitest";
import { commandsOf, completionAt, matchingCommands } from "../../../src/conversation/completion";

test.each([
  ["/", { kind: "command", query: "", from: 0, to: 1 }],
  ["/pl", { kind: "command", query: "pl", from: 0, to: 3 }],
  ["read @src/a", { kind: "file", query: "src/a", from: 5, to: 11 }],
  ["(@a", { kind: "file", query: "a", from: 1, to: 3 }],
  ["/plan now", null],
  ["1 / 2", null],
  ["me@example.com", null],
  ["", null],
])("at the end of %j", (text, expected) => {
  expect(completionAt(text, text.length)).toEqual(expected);
});

test("what is behind the cursor does not count", () => {
  expect(completionAt("@abc", 2)).toEqual({ kind: "file", query: "a", from: 0, to: 2 });
});

test("commands that begin with what was typed come first", () => {
  const commands = commandsOf([{ name: "replan" }, { name: "plan", description: "Make a plan" }]);
  expect(matchingCommands(commands, "pl").map(({ name }) => name)).toEqual(["plan", "replan"]);
  expect(matchingCommands(commands, "x")).toEqual([]);
  expect(commandsOf([{ description: "nameless" }])).toEqual([]);
});
