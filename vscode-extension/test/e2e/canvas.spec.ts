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

test("a canvas of an agent is shown again and closed from the panel", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("/canvas table");
  const tab = vscode.tab("A thousand rows");
  await expect(tab).toBeVisible();
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await tab.getByRole("button", { name: "Close" }).click();
  await expect(tab).toHaveCount(0);
  await chat.getByTestId("canvas-mark").getByRole("button").click();
  await expect(tab).toBeVisible();
  await vscode.screenshot("canvas-of-an-agent");
  await chat.getByTestId("canvases").click();
  await chat.getByTestId("canvases-table-1-aside").click();
  await expect(tab).toHaveCount(0);
  await expect(chat.getByTestId("canvas-mark")).toContainText("closed");
});

test("VS Code's own terminal is a canvas too", async ({ vscode }) => {
  await vscode.startConversation();
  await vscode.command("Easel: Show Canvas");
  await vscode.answer("Which canvas of this conversation?", "vscode-terminal");
  await expect(vscode.page.locator(".single-terminal-tab")).toContainText("Agent");
  await vscode.screenshot("canvas-terminal");
});
