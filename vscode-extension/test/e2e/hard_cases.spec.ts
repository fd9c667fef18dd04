import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, openWindow, test } from "./fixtures";

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
  await expect(chat.getByTestId("holder")).toContainText("this machine");
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
    const chat = await vscode.startConversation();
    await vscode.send("remember the number seven");
    await expect(chat.getByTestId("turn-end")).toHaveCount(1);
    await chat.getByTestId("thread-menu").click();
    await chat.getByTestId("thread-menu-pause").click();
    await expect(chat.getByTestId("conversation")).toHaveAttribute("data-status", "paused");
    rmSync(join(scratch, "home"), { recursive: true, force: true });
    await chat.getByTestId("thread-menu").click();
    await chat.getByTestId("thread-menu-resume").click();
    const banner = chat.getByTestId("not-restored");
    await expect(banner).toContainText("does not know its session any more");
    await vscode.screenshot("hard-not-restored");
    await banner.getByTestId("restore-recap").click();
    await expect(chat.getByTestId("memory")).toHaveAttribute("data-memory", "lost");
    await vscode.send("going on");
    await expect(chat.getByTestId("recap").last()).toContainText("was given a recap");
    await vscode.screenshot("hard-recap");
  });
});
