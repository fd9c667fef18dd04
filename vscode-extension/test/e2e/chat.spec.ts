import { expect, test } from "./fixtures";

test("a prompt is answered", async ({ vscode }) => {
  const chat = await vscode.openChat();
  await chat.getByTestId("composer-input").fill("hello there");
  await chat.getByTestId("send").click();
  await expect(chat.getByTestId("message-assistant").first()).toContainText("hello there");
  await expect(chat.getByTestId("turn-end")).toBeVisible();
  await vscode.screenshot("chat-answered");
});

test("a Stop ends a long answer and keeps what was said", async ({ vscode }) => {
  const chat = await vscode.openChat();
  await chat.getByTestId("composer-input").fill("/long forever");
  await chat.getByTestId("send").click();
  await expect(chat.getByTestId("message-assistant").first()).toContainText(/\w+ \w+/);
  await expect(vscode.statusItem).toContainText("1 running");
  await vscode.screenshot("chat-running");
  await chat.getByTestId("stop").click();
  await expect(chat.getByTestId("turn-end")).toContainText(/cancelled/i);
  await expect(chat.getByTestId("message-assistant").first()).toContainText(/\w+ \w+/);
  await expect(vscode.statusItem).not.toContainText("running");
  await vscode.screenshot("chat-stopped");
});

test("an edit asks for permission, its diff opens, and the file changes", async ({ vscode }) => {
  const chat = await vscode.openChat();
  await chat.getByTestId("composer-input").fill("/edit greet.py Hello -> Goodbye");
  await chat.getByTestId("send").click();
  await expect(chat.getByTestId("permission-option").first()).toBeVisible();
  await expect(vscode.statusItem).toContainText("1 waiting");
  await vscode.screenshot("chat-permission");
  await chat.getByTestId("open-diff").first().click();
  await vscode.expectDiff("Hello", "Goodbye");
  await vscode.screenshot("chat-diff");
  await chat.getByTestId("permission-option").first().click();
  await expect(chat.getByTestId("turn-end")).toBeVisible();
  await vscode.openFile("greet.py");
  await expect(vscode.page.locator(".editor-instance .view-lines")).toContainText("Goodbye");
});
