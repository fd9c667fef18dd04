import { expect, test } from "./fixtures";

test("a prompt is answered, and a Stop keeps what was said", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("hello there");
  await expect(chat.getByTestId("message-assistant").first()).toContainText("hello there");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await vscode.screenshot("chat-answered");

  await vscode.send("/long forever");
  await expect(vscode.statusItem).toContainText("1 running");
  await expect(chat.getByTestId("message-assistant").last()).toContainText("long answer");
  await vscode.screenshot("chat-running");
  await chat.getByTestId("stop").click();
  await expect(chat.getByTestId("turn-end").last()).toContainText("Stopped");
  await expect(chat.getByTestId("message-assistant").last()).toContainText("long answer");
  await expect(vscode.statusItem).not.toContainText("running");
  await vscode.screenshot("chat-stopped");
});

test("an edit asks for permission, its diff opens, and the file changes", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("/edit greet.py Hello -> Goodbye");
  await expect(chat.getByTestId("permission")).toBeVisible();
  await expect(vscode.statusItem).toContainText("1 waiting");
  await vscode.screenshot("chat-permission");
  await chat.getByTestId("open-diff").first().click();
  await vscode.expectDiff("Hello", "Goodbye");
  await vscode.screenshot("chat-diff");
  await chat.getByTestId("permission-option").first().click();
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await chat.getByTestId("location").first().click();
  await expect(vscode.tab("greet.py").last()).toBeVisible();
  await expect(vscode.editorText).toContainText("Goodbye");
  await vscode.screenshot("chat-edited");
});
