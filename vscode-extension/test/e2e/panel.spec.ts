import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures";

test("thoughts, plans, tool calls and Markdown", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("/plan");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await expect(chat.getByTestId("plan")).toContainText("3 of 3");
  await expect(chat.getByTestId("thought").first()).toBeVisible();
  await expect(chat.getByTestId("usage")).toHaveAttribute("aria-label", /Context/);
  await vscode.send("/table");
  await expect(chat.getByTestId("turn-end")).toHaveCount(2);
  const answer = chat.getByTestId("message-assistant").last();
  await expect(answer.locator("table")).toBeVisible();
  await expect(answer.locator(".hljs-keyword").first()).toHaveText("def");
  await vscode.screenshot("panel-markdown");
});

test("a command shows its output while it runs", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("/run while :; do echo tick; sleep 1; done");
  await chat.getByTestId("permission-option").first().click();
  await expect(chat.getByTestId("terminal")).toContainText("tick");
  await vscode.screenshot("panel-terminal");
  await chat.getByTestId("stop").click();
  await expect(chat.getByTestId("turn-end")).toContainText("Stopped");
});

test("a form is filled in with the keyboard", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("/ask");
  await chat.getByLabel("Your name").fill("Ada");
  await vscode.screenshot("panel-form");
  await chat.getByLabel("Your name").press("Enter");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await expect(chat.getByTestId("message-assistant").last()).toContainText("Ada");
});

test("files of the workspace are completed after @", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await chat.getByTestId("composer-input").pressSequentially("read @gre");
  await expect(chat.getByTestId("completion").first()).toContainText("greet.py");
  await vscode.screenshot("panel-files");
  await chat.getByTestId("composer-input").press("Tab");
  await expect(chat.getByTestId("attachment")).toContainText("greet.py");
  await chat.getByTestId("composer-input").press("Enter");
  await expect(chat.getByTestId("message-assistant").first()).toContainText("greet.py");
});

test("prompts wait, change and go out", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("/wait 60");
  await expect(chat.getByTestId("message-assistant").first()).toBeVisible();
  await vscode.send("one");
  await vscode.send("two");
  await expect(chat.getByTestId("queued")).toHaveText(["one", "two"]);
  await chat.getByTestId("queued-up").last().click();
  await expect(chat.getByTestId("queued")).toHaveText(["two", "one"]);
  await chat.getByTestId("stop").click();
  await expect(chat.getByTestId("queue")).toContainText("Held");
  await vscode.screenshot("panel-queue");
  await chat.getByTestId("run-queue").click();
  await expect(chat.getByTestId("turn-end")).toHaveCount(3);
});

test("a conversation is renamed, forked, exported, deleted and had back", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("remember the number seven");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  const menu = async (id: string) => {
    await chat.getByTestId("thread-menu").click();
    await chat.getByTestId(`thread-menu-${id}`).click();
  };
  await menu("rename");
  await chat.getByTestId("title-input").fill("Seven");
  await chat.getByTestId("title-input").press("Enter");
  await expect(chat.getByTestId("title")).toHaveText("Seven");
  await menu("export");
  await vscode.page.locator(".quick-input-widget input[type=text]").first().waitFor();
  await vscode.page.keyboard.press("Enter");
  const exported = join(vscode.workspace, "Seven.md");
  await expect.poll(() => existsSync(exported)).toBe(true);
  expect(readFileSync(exported, "utf8")).toContain("remember the number seven");
  await menu("fork");
  await expect(chat.getByTestId("forked")).toBeVisible();
  await menu("delete");
  await expect(chat.getByTestId("conversation-row")).toHaveCount(1);
  await chat.getByTestId("undo").click();
  await expect(chat.getByTestId("forked")).toBeVisible();
  await vscode.screenshot("panel-forked");
});
