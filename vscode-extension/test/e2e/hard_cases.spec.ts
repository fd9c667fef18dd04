import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FrameLocator } from "@playwright/test";
import { expect, openWindow, test } from "./fixtures";
import { ARTIFACTS, EASEL } from "./places";
import type { VSCode } from "./vscode";

const PRACTICE_AGENT = join(dirname(EASEL), "easel-practice");

test("a conversation of another window is read along, and taken over by force", async ({
  vscode,
}) => {
  const first = await vscode.startConversation();
  await vscode.send("/wait 600");
  await expect(first.getByTestId("message-assistant").first()).toContainText("I say nothing");
  const other = await openWindow(vscode);
  const chat = await other.openChat();
  // VS Code keeps what a view shows for the folder: the other window may begin where this one is.
  const row = chat.getByTestId("conversation-row");
  await expect(row.or(chat.getByTestId("conversation"))).toBeVisible();
  if (await row.isVisible()) await row.click();
  const banner = chat.getByTestId("owned-elsewhere");
  await expect(banner).toContainText("Another window works on this conversation");
  const holder = chat.getByTestId("holder");
  await expect(holder).toContainText(/process \d+ on this machine/);
  await expect(holder).toContainText(/Its process\s*runs/);
  await expect(holder).toContainText(/Since\s*\d/);
  await expect(holder).toContainText(/Expires\s*in \d+ s/);
  await expect(chat.getByTestId("message-assistant").first()).toContainText("I say nothing");
  await other.screenshot("hard-owned-elsewhere");
  await banner.getByTestId("take-over").click();
  await other.page.locator(".monaco-dialog-box").getByRole("button", { name: "Take Over" }).click();
  await expect(banner).toHaveCount(0);
  await other.send("hello");
  await expect(chat.getByTestId("message-assistant").last()).toContainText("hello");
});

test("an agent that crashes too often is parked, with its last words and a way on", async ({
  vscode,
}) => {
  const chat = await vscode.startConversation();
  for (const crashes of ["1", "2", "3", "4"]) {
    await vscode.send("/crash");
    const conversation = chat.getByTestId("conversation");
    await expect(conversation).toHaveAttribute("data-turns", crashes);
    await expect(conversation).toHaveAttribute("data-status", "error");
  }
  const banner = chat.getByTestId("parked-crashLoop");
  await expect(banner).toContainText("crashing on request");
  await vscode.screenshot("hard-parked");
  await banner.getByTestId("restart-agent").click();
  await expect(banner).toHaveCount(0);
});

test.describe("a session that is gone", () => {
  test.use({ settings: { "easel.sessionLoad.onFailure": "ask" } });

  test("is told, and one goes on with a recap", async ({ vscode, scratch }) => {
    const chat = await loseSession(vscode, scratch);
    const banner = chat.getByTestId("not-restored");
    await expect(banner).toContainText("does not know its session any more");
    await banner.getByTestId("restore-retry").click();
    await expect(banner.getByTestId("restore-retry")).toBeEnabled();
    await vscode.screenshot("hard-not-restored");
    await banner.getByTestId("restore-recap").click();
    await expect(chat.getByTestId("memory")).toHaveAttribute("data-memory", "lost");
    await vscode.send("going on");
    await expect(chat.getByTestId("recap").last()).toContainText("was given a recap");
    await vscode.screenshot("hard-recap");
  });

  test("is named with the session that takes its place, when one goes on fresh", async ({
    vscode,
    scratch,
  }) => {
    const chat = await loseSession(vscode, scratch);
    const banner = chat.getByTestId("not-restored");
    await banner.getByTestId("restore-fresh").click();
    await expect(banner).toContainText("A new session took its place");
    await banner.getByTestId("restore-details").getByRole("button").click();
    const ids = banner.locator("dd code");
    await expect(ids).toHaveCount(2);
    const [before, after] = await ids.allTextContents();
    expect(before).not.toBe(after);
    await vscode.screenshot("hard-fresh");
    await vscode.send("what did I say first?");
    await expect(chat.getByTestId("turn-end")).toHaveCount(2);
    await expect(chat.getByTestId("recap")).toHaveCount(0);
  });
});

test.describe("an agent that is not there", () => {
  const program = join(ARTIFACTS, "programs", String(process.pid), "fading");
  test.use({
    settings: {
      "easel.agents": { fading: { command: program }, absent: { command: "/no/such/agent" } },
      "easel.defaultAgent": "fading",
    },
  });
  test.beforeEach(() => {
    mkdirSync(dirname(program), { recursive: true });
    writeFileSync(program, `#!/bin/sh\nexec ${PRACTICE_AGENT} "$@"\n`, { mode: 0o755 });
  });

  test("is named with what is missing, and leads to its settings", async ({ vscode }) => {
    const chat = await vscode.openChat();
    await expect(chat.getByTestId("missing-agent").first()).toContainText("/no/such/agent");
    await vscode.screenshot("hard-agent-missing-list");
    await chat.getByTestId("first-conversation").click();
    await vscode.send("hello there");
    await expect(chat.getByTestId("turn-end")).toHaveCount(1);
    await chat.getByTestId("thread-menu").click();
    await chat.getByTestId("thread-menu-pause").click();
    await expect(chat.getByTestId("conversation")).toHaveAttribute("data-status", "paused");
    rmSync(program);
    await vscode.send("are you there?");
    const banner = chat.getByTestId("parked-agentUnavailable");
    await expect(banner).toContainText("fading cannot be started");
    await expect(banner).toContainText(program);
    await vscode.screenshot("hard-agent-missing");
    await banner.getByTestId("agent-settings").click();
    await expect(vscode.page.locator(".settings-editor")).toContainText("Easel: Agents");
  });
});

test.describe("an agent that wants a login", () => {
  const command = [PRACTICE_AGENT, "--wants-login"];
  test.use({
    settings: { "easel.agents": { locked: { command } }, "easel.defaultAgent": "locked" },
  });

  test("gets one in a terminal, and the conversation goes on", async ({ vscode }) => {
    const chat = await vscode.openChat();
    await chat.getByTestId("first-conversation").click();
    const banner = chat.getByTestId("parked-authRequired");
    await expect(banner).toContainText("locked wants you to log in");
    await vscode.screenshot("hard-login");
    await banner.getByTestId("login").click();
    await vscode.answer("How do you want to log in to locked?", "Practise a login in a terminal");
    await expect(banner).toHaveCount(0);
    await vscode.send("hello");
    await expect(chat.getByTestId("message-assistant").last()).toContainText("hello");
    await vscode.screenshot("hard-logged-in");
  });
});

/** A conversation whose agent has forgotten it, at the moment that it is taken up again. */
async function loseSession(vscode: VSCode, scratch: string): Promise<FrameLocator> {
  const chat = await vscode.startConversation();
  await vscode.send("remember the number seven");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await chat.getByTestId("thread-menu").click();
  await chat.getByTestId("thread-menu-pause").click();
  await expect(chat.getByTestId("conversation")).toHaveAttribute("data-status", "paused");
  rmSync(join(scratch, "home"), { recursive: true });
  await chat.getByTestId("thread-menu").click();
  await chat.getByTestId("thread-menu-resume").click();
  return chat;
}
