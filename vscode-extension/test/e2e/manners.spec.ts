import { expect, test } from "./fixtures";

test("the status bar has Easel before its chat is opened, and opens it", async ({ vscode }) => {
  await expect(vscode.statusItem).toHaveAttribute("aria-label", "Easel: open the chat");
  await vscode.screenshot("status-bar-at-rest");
  await vscode.statusItem.click();
  await expect(vscode.chat.getByTestId("no-conversations")).toBeVisible();
});

test("a setting that cannot be is refused where it is typed, and says what can", async ({
  vscode,
}) => {
  await vscode.command("Easel: Open Settings");
  const setting = vscode.page.locator(".setting-item-contents", { hasText: "Cancel: Timeout Ms" });
  await expect(setting).toContainText("How many milliseconds to wait for the agent");
  await setting.locator("input").fill("-5");
  await expect(setting.locator(".setting-item-validation-message")).toContainText(
    "greater than or equal to 0",
  );
  await vscode.screenshot("setting-refused");
  await setting.locator("input").fill("700");
  await expect(setting.locator(".setting-item-validation-message")).toBeHidden();
});

test("the chat moves to the secondary side bar, goes on there, and is searched", async ({
  vscode,
}) => {
  const chat = await vscode.startConversation();
  await vscode.send("hello there");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await vscode.command("View: Move View");
  await vscode.choose("Chat", "Chat");
  await vscode.choose("Secondary", "New Secondary Side Bar Entry");
  await expect(vscode.page.locator(".part.auxiliarybar")).toBeVisible();
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await vscode.send("and here");
  await expect(chat.getByTestId("turn-end")).toHaveCount(2);
  await vscode.screenshot("secondary-side-bar");

  // The keys of the panel are the panel's own, although VS Code has a search of its own.
  await chat.getByTestId("composer-input").press("Control+f");
  await expect(chat.getByTestId("find-input")).toBeFocused();
  await chat.getByTestId("find-input").fill("hello there");
  await expect(chat.getByTestId("find-count")).toContainText("1 of ");
  await vscode.screenshot("find-in-thread");
  await expect(vscode.page.locator(".find-widget.visible")).toHaveCount(0);
  await chat.getByTestId("find-input").press("Escape");
  await expect(chat.getByTestId("find")).toHaveCount(0);
});
