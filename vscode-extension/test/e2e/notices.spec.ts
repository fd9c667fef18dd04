import { expect, test } from "./fixtures";
import type { VSCode } from "./vscode";

function toast(vscode: VSCode, text: string) {
  return vscode.toasts.locator(".notification-toast", { hasText: text });
}

test("who looks elsewhere is told what an agent asks, and is led to it", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.leave();
  await vscode.send("/edit greet.py Hello -> Goodbye");
  const asks = toast(vscode, "An agent waits for your answer: /edit greet.py");
  await expect(asks).toBeVisible();
  await vscode.screenshot("notice-asks");
  await chat.getByTestId("back").click();
  await vscode.comeBack();
  await asks.getByRole("button", { name: "Show" }).click();
  await expect(chat.getByTestId("permission")).toBeVisible();
});

test("who looks elsewhere is told that an agent is done, or failed", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.leave();
  await vscode.send("hello there");
  const done = toast(vscode, "The agent is done: hello there");
  await expect(done).toBeVisible();
  await vscode.send("/crash");
  await expect(toast(vscode, "The agent failed: hello there")).toBeVisible();
  await vscode.screenshot("notice-done-and-failed");
  await chat.getByTestId("back").click();
  await done.getByRole("button", { name: "Show" }).click();
  await expect(chat.getByTestId("turn-end")).toHaveCount(2);
});

test("who looks at the window is told by the panel alone", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.leave();
  await vscode.comeBack();
  await vscode.send("hello there");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await vscode.leave();
  await vscode.send("and once more");
  // Toasts come in order: one of the first turn would be here by now.
  await expect(toast(vscode, "The agent is done")).toHaveCount(1);
});

test.describe("with notifications switched off", () => {
  test.use({ settings: { "easel.notifications.enabled": false } });
  test("who looks elsewhere is told nothing", async ({ vscode }) => {
    const chat = await vscode.startConversation();
    await vscode.leave();
    await vscode.send("hello there");
    await expect(chat.getByTestId("turn-end")).toHaveCount(1);
    await vscode.send("/edit greet.py Hello -> Goodbye");
    await expect(vscode.statusItem).toContainText("1 waiting");
    await expect(toast(vscode, "agent")).toHaveCount(0);
  });
});
