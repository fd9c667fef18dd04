import { expect, test } from "./fixtures";

test("a canvas has a tab, which is restored after a reload", async ({ vscode }) => {
  await vscode.startConversation();
  await vscode.send("hello there");
  await expect(vscode.chat.getByTestId("turn-end")).toHaveCount(1);
  await vscode.command("Easel: Show Canvas");
  await vscode.answer("Which canvas of this conversation?", "trace");
  await expect(vscode.panel.getByTestId("canvas")).toBeVisible();
  await expect(vscode.tab("Messages of the agent")).toBeVisible();
  await vscode.screenshot("canvas");
  await vscode.reload();
  await expect(vscode.panel.getByTestId("canvas")).toHaveAttribute("data-kind", "trace");
  await expect(vscode.tab("Messages of the agent")).not.toContainText("not available");
  await vscode.screenshot("canvas-restored");
});

test("VS Code's own terminal is a canvas too", async ({ vscode }) => {
  await vscode.startConversation();
  await vscode.command("Easel: Show Canvas");
  await vscode.answer("Which canvas of this conversation?", "vscode-terminal");
  await expect(vscode.page.locator(".single-terminal-tab")).toContainText("Agent");
  await vscode.screenshot("canvas-terminal");
});
