import { expect, test } from "vitest";
import { activityOf, newsOf } from "../../src/extension/conversations/activity";
import { statusText } from "../../src/extension/conversations/status_text";
import { NEW } from "./conversation/info";

const idle = { ...NEW, title: "Mend the build" };
const running = { ...idle, executionStatus: "running" } as const;
const waiting = { ...idle, executionStatus: "waitingForPermission" } as const;
const READY = { state: "ready" } as const;

test("conversations that another window runs are its business", () => {
  const others = { ...running, access: "observer" } as const;
  expect(activityOf([others, running, waiting])).toEqual({
    running: [running],
    waiting: [waiting],
  });
});

test.each([
  [undefined, running, null],
  [idle, running, null],
  [running, waiting, "asks"],
  [running, idle, "done"],
  [running, { ...idle, queued: 1 }, null],
  [waiting, { ...idle, executionStatus: "error" } as const, "failed"],
  [{ ...idle, executionStatus: "cancelling" } as const, idle, null],
  [running, { ...idle, access: "observer" } as const, null],
])("news %#", (before, now, news) => {
  expect(newsOf(before, now)).toBe(news);
});

test("who waits for an answer comes before who works", () => {
  const text = statusText(READY, activityOf([running, waiting]));
  expect(text).toMatchObject({ text: "$(bell-dot) Easel: 1 waiting", isUrgent: true });
  expect(text.tooltip).toContain("Mend the build");
});

test("a server that is not there is shown before all", () => {
  const text = statusText({ state: "failed", message: "No Python." }, activityOf([waiting]));
  expect(text).toMatchObject({ text: "$(error) Easel", tooltip: "Easel: No Python." });
});

test.each([
  [{ state: "starting" }, "Easel: open the chat"],
  [{ state: "starting", message: "Starting …" }, "Easel: starting"],
  [READY, "Easel: open the chat"],
  [{ state: "untrusted" }, "Easel: this folder is not trusted"],
] as const)("at rest, state %#", (state, tooltip) => {
  expect(statusText(state, activityOf([]))).toMatchObject({ tooltip, isUrgent: false });
});
