import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures";
import type { VSCode } from "./vscode";

/** The menu of the light bulb, opened as the keyboard does. */
async function lightBulb(vscode: VSCode): Promise<Locator> {
  await expect(vscode.statusItem).toBeVisible(); // Easel is there, though its chat was never opened
  const menu = vscode.page.locator(".action-widget:not(.action-list-submenu-panel)");
  await expect(async () => {
    await vscode.page.keyboard.press("Control+."); // says "none" while the extensions start
    await menu.waitFor({ timeout: 5000 });
  }).toPass();
  return menu;
}

async function choose(menu: Locator, title: string): Promise<void> {
  await menu.locator(".monaco-list-row", { hasText: title }).click();
}

const QUESTIONS: readonly [title: string, text: string][] = [
  ["Easel: Ask about this", ""],
  ["Easel: Explain", "Explain this code."],
  ["Easel: Write a test", "Write a test for this."],
];

test("the light bulb asks about a selection, and sends nothing by itself", async ({ vscode }) => {
  await vscode.openFile("greet.py");
  for (const [title, text] of QUESTIONS) {
    await vscode.editorText.click();
    await vscode.page.keyboard.press("Control+A");
    const menu = await lightBulb(vscode);
    await vscode.screenshot("code-actions");
    await choose(menu, title);
    const chip = vscode.chat.getByTestId("attachment");
    await expect(chip).toContainText("greet.py");
    await expect(chip).toContainText("lines 1 to 3");
    await expect(vscode.chat.getByTestId("composer-input")).toHaveValue(text);
    await expect(vscode.chat.getByTestId("prompt")).toHaveCount(0);
    await vscode.chat.getByTestId("detach").click();
    await vscode.chat.getByTestId("composer-input").fill("");
  }
});

test.describe("a problem in a file", () => {
  test.use({ files: { "broken.json": '{\n  "name": "greet",\n  "version": \n}\n' } });

  test("is put to the agent with its line and its message", async ({ vscode }) => {
    await vscode.openFile("broken.json");
    await expect(vscode.page.locator(".squiggly-error").first()).toBeVisible();
    await vscode.page.keyboard.press("F8");
    await vscode.page.keyboard.press("Escape");
    const menu = await lightBulb(vscode);
    await vscode.screenshot("code-action-fix");
    await choose(menu, "Easel: Fix: Value expected");
    await expect(vscode.chat.getByTestId("composer-input")).toHaveValue(
      "Fix this problem: Value expected",
    );
    await expect(vscode.chat.getByTestId("attachment")).toContainText("broken.json");
    await vscode.send("Fix it, please.");
    await expect(vscode.chat.getByTestId("prompt")).toContainText("broken.json");
  });
});
