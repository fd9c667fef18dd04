import { expect, test } from "vitest";
import { promptBlocks, withText } from "../../../src/conversation/attachments";
import {
  age,
  ago,
  baseName,
  count,
  daysUntil,
  duration,
  money,
  promptLine,
} from "../../../src/conversation/format";
import { lineDiff } from "../../../src/conversation/lines";
import { sessionOptions } from "../../../src/conversation/options";
import { NEW } from "./info";

const NOW = Date.parse("2026-01-10T12:00:00.000Z");

test.each([
  ["2026-01-10T11:59:30.000Z", "now"],
  ["2026-01-10T11:55:00.000Z", "5m"],
  ["2026-01-10T09:00:00.000Z", "3h"],
  ["2026-01-08T11:00:00.000Z", "2d"],
  ["never", ""],
])("the age of %s is %j", (at, expected) => {
  expect(age(at, NOW)).toBe(expected);
});

test("what is told in a sentence says so", () => {
  const times = ["2026-01-10T11:59:30.000Z", "2026-01-10T09:00:00.000Z"];
  expect(times.map((at) => ago(at, NOW))).toEqual(["just now", "3h ago"]);
});

test.each([
  ["2026-01-01T12:00:00.000Z", "today"],
  ["2026-01-10T18:00:00.000Z", "today"],
  ["2026-01-11T11:00:00.000Z", "tomorrow"],
  ["2026-02-09T11:59:00.000Z", "in 30 days"],
])("what lasts until %s is over %s", (at, expected) => {
  expect(daysUntil(at, NOW)).toBe(expected);
});

test("numbers are short", () => {
  expect([950, 1234, 32_000, 1_500_000].map(count)).toEqual(["950", "1.2k", "32k", "1.5M"]);
  expect([850, 4_200, 125_000].map(duration)).toEqual(["850 ms", "4 s", "2 min 5 s"]);
  expect(money({ amount: 0.0042, currency: "USD" })).toBe("$0.0042");
  expect(money({ amount: 1.5, currency: "no currency" })).toBe("1.50 no currency");
});

test("names of files are read from paths and addresses", () => {
  expect(baseName("/home/you/notes.md")).toBe("notes.md");
  expect(baseName("file:///home/you/my%20notes.md")).toBe("my notes.md");
  expect(baseName("file:///100%")).toBe("100%");
});

test("a prompt is told in one line, and edited without its attachments", () => {
  const image = { type: "image", mimeType: "image/png", data: "x" };
  const prompt = [{ type: "text", text: "look\nat this" }, image];
  expect(promptLine(prompt)).toBe("look at this [image]");
  expect(withText(prompt, "look there")).toEqual([{ type: "text", text: "look there" }, image]);
});

test("attachments become content blocks", () => {
  expect(
    promptBlocks("  see  ", [
      { id: "1", kind: "image", name: "a.png", mimeType: "image/png", data: "x" },
      { id: "2", kind: "file", name: "b.md", uri: "file:///b.md", path: "docs/b.md" },
      { id: "3", kind: "text", name: "c", uri: "attachment:c", text: "t" },
    ]),
  ).toEqual([
    { type: "text", text: "see" },
    { type: "image", mimeType: "image/png", data: "x" },
    { type: "resource_link", uri: "file:///b.md", name: "docs/b.md" },
    { type: "resource", resource: { uri: "attachment:c", text: "t" } },
  ]);
  expect(promptBlocks("  ", [])).toEqual([]);
});

test("a diff has its changes with the lines around them", () => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`);
  const diff = lineDiff(lines.join("\n"), lines.with(9, "other").join("\n"));
  expect([diff.added, diff.removed, diff.hunks.length]).toEqual([1, 1, 1]);
  expect(diff.hunks[0]?.lines.map(({ sign, number }) => `${sign}${number}`)).toEqual(
    " 7, 8, 9,-10,+10, 11, 12, 13".split(","),
  );
  expect(lineDiff(null, "new\n").added).toBe(1);
  expect(lineDiff("x".repeat(500_000), "").tooLong).toBe(true);
});

test("modes are not offered twice", () => {
  const modes = { currentModeId: "ask", availableModes: [{ id: "ask", name: "Ask" }] };
  const option = { id: "m", name: "Mode", type: "select", currentValue: "ask", options: [] };
  expect(sessionOptions({ ...NEW, modes }).map(({ kind }) => kind)).toEqual(["mode"]);
  const both = { ...NEW, modes, configOptions: [{ ...option, category: "mode" }] };
  expect(sessionOptions(both).map(({ kind }) => kind)).toEqual(["select"]);
});

test("grouped choices are choices, and what nobody knows is left out", () => {
  const group = { name: "Big", options: [{ value: "a", name: "A" }, { value: "b" }] };
  const options = [
    { id: "model", name: "Model", type: "select", currentValue: "a", options: [group] },
    { id: "x", name: "X", type: "slider", currentValue: 3 },
  ];
  const [model, ...others] = sessionOptions({ ...NEW, configOptions: options });
  expect(model?.kind === "select" && model.choices.map(({ name }) => name)).toEqual(["A", "b"]);
  expect(others).toEqual([]);
});
