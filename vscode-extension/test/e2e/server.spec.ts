import { expect, test } from "./fixtures";

test.describe("a program that does not exist", () => {
  test.use({ settings: { "easel.server.path": "/no/such/easel" } });

  test("is named, in the panel and in the status bar, with a way out", async ({ vscode }) => {
    const chat = await vscode.openChat();
    const note = chat.getByTestId("server-note");
    await expect(note).toContainText("/no/such/easel, which does not exist");
    await expect(vscode.statusItem.locator(".codicon-error")).toBeVisible();
    await vscode.screenshot("server-path-wrong");
    await chat.getByTestId("server-action-choosePath").click();
    await expect(vscode.page.locator(".settings-editor")).toContainText("Server: Path");
  });
});

test.describe("a folder that is not trusted", () => {
  test.use({ trust: true });

  test("has nothing started in it until it is trusted", async ({ vscode }) => {
    const chat = await vscode.openChat();
    await expect(chat.getByTestId("server-note")).toContainText("until you trust this folder");
    expect(vscode.servers()).toEqual([]);
    await vscode.screenshot("server-untrusted");
    await chat.getByTestId("server-action-trust").click();
    await vscode.page.getByRole("button", { name: "Trust", exact: true }).click();
    await expect(chat.getByTestId("server-note")).toBeHidden();
    await expect.poll(() => vscode.servers().length).toBe(1);
  });
});

test("a server that is killed is started again, and the conversation goes on", async ({
  vscode,
}) => {
  const chat = await vscode.startConversation();
  await vscode.send("hello there");
  await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  await vscode.killServer();
  await vscode.send("hello again");
  await expect(chat.getByTestId("message-assistant").last()).toContainText("hello again");
  await vscode.screenshot("server-restarted");
});
