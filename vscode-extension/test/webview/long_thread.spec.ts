import type { Locator } from "@playwright/test";
import type { ConversationInfo, Event, Message } from "../../src/protocol";
import { expectAccessible } from "./accessibility";
import { expect, test } from "./fixtures";

const MESSAGES = 10_000;
const PAGE = 500;
const AT = "2026-01-01T12:00:00.000Z";

/** A message of one to four paragraphs. */
function message(seq: number): Message {
  const paragraph = `Message ${seq} says something about **item ${seq}** and \`code\`, at some length. `;
  const text = Array.from({ length: 1 + (seq % 4) }, () => paragraph.repeat(1 + (seq % 3))).join(
    "\n\n",
  );
  return {
    type: "message",
    seq,
    at: AT,
    turnId: `turn-${Math.floor(seq / 50)}`,
    epoch: 1,
    messageId: `message-${seq}`,
    role: "assistant",
    content: { type: "text", text },
    append: false,
  };
}

const INFO: ConversationInfo = {
  id: "long",
  title: "A long one",
  cwd: "file:///project",
  agent: "easel-practice",
  acpSessionId: "session-1",
  acpAgentName: "easel-practice",
  acpAgentVersion: "1",
  executionStatus: "idle",
  processStatus: "ready",
  memory: "new",
  access: "owner",
  lease: null,
  queued: 0,
  usage: {},
  turns: 200,
  createdAt: AT,
  updatedAt: AT,
  seq: MESSAGES,
};

function events(from: number, to: number): Event[] {
  return Array.from({ length: to - from + 1 }, (_, at) => message(from + at));
}

/** What the server answers to `open`: a conversation of so many messages, from this one on. */
function openedFrom(from: number, to: number) {
  return {
    conversation: { ...INFO, seq: to },
    access: "owner",
    events: events(from, to),
    seq: to,
    hasEarlier: from > 1,
  };
}

/** What the server answers to `history`. */
function pageBefore(seq: number) {
  const from = Math.max(1, seq - PAGE);
  return { events: events(from, seq - 1), hasEarlier: from > 1 };
}

test.beforeEach(async ({ host }) => {
  host.instead.set("easel/conversation/list", () => ({ conversations: [INFO] }));
});

test("10,000 messages scroll without drawing them all", async ({ panel, host }) => {
  host.instead.set("easel/conversation/history", () => ({ events: [], hasEarlier: false }));
  host.instead.set("easel/conversation/open", () => openedFrom(1, MESSAGES));
  await panel.get("conversation-row").click();
  const thread = panel.get("thread");
  await expect(thread.getByText(`Message ${MESSAGES} says`).first()).toBeVisible();
  const frames = await scrollThrough(thread);
  await expect(thread.getByText("Message 1 says").first()).toBeVisible();
  expect(await thread.locator("article").count()).toBeLessThan(60);
  await panel.get("jump-to-newest").click();
  await expect(thread.getByText(`Message ${MESSAGES} says`).first()).toBeVisible();
  await expect(panel.get("jump-to-newest")).toHaveCount(0);
  test.info().annotations.push({ type: "slowest frames while scrolling, ms", description: frames });
});

test("earlier pages come in above without moving what is read", async ({ panel, host }) => {
  const asked: number[] = [];
  host.instead.set("easel/conversation/open", () => openedFrom(MESSAGES - PAGE + 1, MESSAGES));
  host.instead.set("easel/conversation/history", ({ beforeSeq }) => {
    asked.push(Number(beforeSeq));
    return pageBefore(Number(beforeSeq));
  });
  await panel.get("conversation-row").click();
  const thread = panel.get("thread");
  await expect(thread.getByText(`Message ${MESSAGES} says`).first()).toBeVisible();
  asked.length = 0;
  const pages = () => asked.length;
  for (let count = 1; count <= 3; count++) {
    await thread.hover();
    await expect(async () => {
      await panel.page.mouse.wheel(0, -20_000);
      expect(pages()).toBeGreaterThanOrEqual(count);
    }).toPass();
  }
  const seen = await topMessage(thread);
  expect(seen).toBeLessThan(MESSAGES - PAGE);
  expect(asked).toEqual([...asked].sort((one, other) => other - one));
});

test("the end is followed, unless one has scrolled up", async ({ panel, host }) => {
  host.instead.set("easel/conversation/open", () => openedFrom(1, 100));
  await panel.get("conversation-row").click();
  const thread = panel.get("thread");
  await expect(thread.getByText("Message 100 says").first()).toBeVisible();
  const more = (from: number, to: number) =>
    host.notify("easel/conversation/didUpdate", {
      conversationId: "long",
      events: events(from, to),
    });
  await more(101, 110);
  await expect(thread.getByText("Message 110 says").first()).toBeVisible();
  await expect(panel.get("jump-to-newest")).toHaveCount(0);
  await thread.hover();
  await panel.page.mouse.wheel(0, -3000);
  await expect(panel.get("jump-to-newest")).toBeVisible();
  const before = await topMessage(thread);
  await more(111, 130);
  await panel.screenshot("scrolled-up");
  expect(await topMessage(thread)).toBe(before);
  await panel.get("jump-to-newest").click();
  await expect(thread.getByText("Message 130 says").first()).toBeVisible();
});

test("a conversation is found again where it was left", async ({ panel, host }) => {
  host.instead.set("easel/conversation/open", () => openedFrom(1, 200));
  await panel.get("conversation-row").click();
  const thread = panel.get("thread");
  await expect(thread.getByText("Message 200 says").first()).toBeVisible();
  await thread.hover();
  await panel.page.mouse.wheel(0, -5000);
  await expect(panel.get("jump-to-newest")).toBeVisible();
  const left = await topMessage(thread);
  expect(left).toBeLessThan(195);
  for (const _ of ["once", "twice"]) {
    await panel.get("back").click();
    await panel.get("conversation-row").click();
    await expect(panel.get("jump-to-newest")).toBeVisible();
    await expect.poll(() => topMessage(thread)).toBe(left);
  }
  await panel.get("jump-to-newest").click();
  await expect(panel.get("jump-to-newest")).toHaveCount(0);
  await panel.get("back").click();
  await panel.get("conversation-row").click();
  await expect(thread.getByText("Message 200 says").first()).toBeVisible();
});

test("Ctrl+F finds what is not drawn, and what is not loaded", async ({ panel, host }) => {
  host.instead.set("easel/conversation/open", () => openedFrom(MESSAGES - PAGE + 1, MESSAGES));
  host.instead.set("easel/conversation/history", ({ beforeSeq }) => pageBefore(Number(beforeSeq)));
  await panel.get("conversation-row").click();
  const thread = panel.get("thread");
  await expect(thread.getByText(`Message ${MESSAGES} says`).first()).toBeVisible();
  const { keyboard } = panel.page;
  await keyboard.press("Control+f");
  await expect(panel.get("find-input")).toBeFocused();
  await keyboard.type("MESSAGE 9990 says");
  await expect(panel.get("find-count")).toHaveText("1 of 1+");
  await expect(thread.getByText("Message 9990 says").first()).toBeInViewport();
  await panel.screenshot("found");
  await panel.get("find-input").fill("message 7001 says");
  await expect(thread.getByText("Message 7001 says").first()).toBeInViewport();
  await panel.get("find-input").fill("message 999");
  await expect(thread.getByText("Message 9999 says").first()).toBeInViewport();
  await keyboard.press("Enter");
  await expect(panel.get("find-count")).toContainText("2 of ");
  await expect(thread.getByText("Message 9998 says").first()).toBeInViewport();
  await keyboard.press("Shift+Enter");
  await expect(panel.get("find-count")).toContainText("1 of ");
  await panel.prompt.focus();
  await keyboard.press("Control+f");
  await expect(panel.get("find-input")).toBeFocused();
  await keyboard.press("Escape");
  await expect(panel.get("find")).toHaveCount(0);
  await expect(panel.prompt).toBeFocused();
});

test("what is found nowhere is said so", async ({ panel }) => {
  await panel.begin();
  await panel.ask("the colour of the sky");
  await panel.page.keyboard.press("Control+f");
  await panel.page.keyboard.type("no such words");
  await expect(panel.get("find-count")).toHaveText("Nothing");
  await expectAccessible(panel, "a search in a thread");
});

test("text that streams in fast is drawn once per frame", async ({ panel, host }) => {
  host.instead.set("easel/conversation/open", () => openedFrom(1, 1));
  await panel.get("conversation-row").click();
  await expect(panel.get("thread").getByText("Message 1 says").first()).toBeVisible();
  const chunks = Array.from({ length: 400 }, (_, at) => ({
    ...message(at + 2),
    turnId: "turn-0",
    messageId: "message-1",
    content: { type: "text", text: `word ${at} ` },
    append: true,
  }));
  const { draws, frames } = await panel.page.evaluate(stream, chunks);
  await expect(panel.get("thread").getByText("word 399").first()).toBeVisible();
  expect(draws).toBeGreaterThan(1);
  expect(draws).toBeLessThanOrEqual(frames);
});

test("a gap in the events is mended by opening anew", async ({ panel, host }) => {
  let opened = 0;
  host.instead.set("easel/conversation/open", ({ sinceSeq }) => {
    opened++;
    const from = typeof sinceSeq === "number" ? sinceSeq + 1 : 1;
    const to = opened === 1 ? 10 : 20;
    return { ...openedFrom(from, to), hasEarlier: false };
  });
  await panel.get("conversation-row").click();
  await expect(panel.get("thread").getByText("Message 10 says").first()).toBeVisible();
  await host.notify("easel/conversation/didUpdate", {
    conversationId: "long",
    events: events(15, 20),
  });
  await expect(panel.get("thread").getByText("Message 20 says").first()).toBeVisible();
  expect(opened).toBe(2);
});

/**
 * Let events come in one by one, as fast as the page takes them.
 *
 * When no frame comes for so long that the page could be a hidden one, that counts as a frame.
 */
async function stream(all: readonly object[]): Promise<{ draws: number; frames: number }> {
  const LIKE_HIDDEN_MS = 200;
  let draws = 0;
  let frames = 1;
  let last = performance.now();
  const next = (now: number) => {
    frames += 1 + Math.floor((now - last) / LIKE_HIDDEN_MS);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  const isText = ({ target }: MutationRecord) => target.parentElement?.closest(".message");
  const thread = document.querySelector("[data-testid=thread]") as Element;
  new MutationObserver((changes) => {
    if (changes.some(isText)) draws++;
  }).observe(thread, { childList: true, characterData: true, subtree: true });
  for (const event of all) {
    const params = { conversationId: "long", events: [event] };
    const data = { kind: "notification", method: "easel/conversation/didUpdate", params };
    dispatchEvent(new MessageEvent("message", { data, origin }));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await new Promise(requestAnimationFrame);
  return { draws, frames };
}

/** Scroll from the end to the beginning in steps; the times of the slowest frames. */
function scrollThrough(thread: Locator): Promise<string> {
  return thread.evaluate(async (element) => {
    const times: number[] = [];
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let last = await frame();
    while (element.scrollTop > 0) {
      element.scrollTop -= Math.max(600, element.scrollHeight / 150);
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    const slowest = times.sort((one, other) => other - one).slice(0, 5);
    return `${slowest.map(Math.round).join(", ")} of ${times.length}`;
  });
}

/** The number of the first message that is wholly in view. */
function topMessage(thread: Locator): Promise<number> {
  return thread.evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    const rows = [...element.querySelectorAll("article")];
    const first = rows.find((row) => row.getBoundingClientRect().top >= top);
    return Number(/Message (\d+) says/.exec(first?.textContent ?? "")?.[1]);
  });
}
