import { expect, test } from "./fixtures";

test("the palette has the commands, and Stop among them only while something runs", async ({
  vscode,
}) => {
  await vscode.startConversation();
  const rows = vscode.page.locator(".quick-input-list .monaco-list-row");
  await vscode.page.keyboard.press("F1");
  await vscode.quickInput.fill(">Easel: ");
  await expect(rows.filter({ hasText: "Easel: New Conversation" })).toBeVisible();
  await expect(rows.filter({ hasText: "Easel: Stop Generating" })).toBeHidden();
  await vscode.screenshot("commands");
  await vscode.page.keyboard.press("Escape");

  await vscode.send("/long forever");
  await expect(vscode.statusItem).toContainText("1 running");
  await vscode.command("Easel: Stop Generating");
  await expect(vscode.chat.getByTestId("turn-end")).toContainText("Stopped");
});

test("a selection is asked about, and its lines go with the prompt", async ({ vscode }) => {
  await vscode.openFile("greet.py");
  await vscode.page.locator(".editor-instance .view-lines").click();
  await vscode.page.keyboard.press("Control+A");
  await vscode.command("Easel: Ask About Selection");
  const chip = vscode.chat.getByTestId("attachment");
  await expect(chip).toContainText("greet.py");
  await vscode.screenshot("ask-about-selection");
  await vscode.send("what is this?");
  await expect(vscode.chat.getByTestId("message-assistant").first()).toContainText("greet.py");
});

test("the settings and the walkthrough open", async ({ vscode }) => {
  await vscode.command("Easel: Open Settings");
  await expect(vscode.page.locator(".settings-editor")).toContainText("Cancel: Timeout Ms");
  await vscode.screenshot("settings");
  await vscode.page.keyboard.press("Escape"); // they lie over the window
  await vscode.command("Easel: Get Started");
  await expect(vscode.page.locator(".gettingStartedContainer")).toContainText("Choose an agent");
  await vscode.screenshot("walkthrough");
});
