import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "./fixtures";

const LINES = Array.from({ length: 90 }, (_, index) => `line number ${index + 1}`);

// An agent starts the server of its tools for each thing it does.
test.slow();

test.use({
  settings: { "files.autoSave": "off" }, // VS Code in the browser saves by itself
  files: { "long.txt": LINES.join("\n"), "greet.py": 'print("Hello")\n', "b/greet.py": "b = 1\n" },
});

test("an agent opens a file at a range, goes on to another, and closes it", async ({ vscode }) => {
  await vscode.startConversation();
  await vscode.say('/canvas vscode-editor {"path": "long.txt", "line": 40, "endLine": 42}');
  await expect(vscode.tab("long.txt")).toBeVisible();
  await expect(vscode.selection).toContainText("Ln 42");
  await expect(vscode.selection).toContainText("selected");
  await expect(vscode.editorText).toContainText("line number 41");
  await vscode.screenshot("native-editor");

  await vscode.say('/canvas vscode-editor reveal {"line": 80}');
  await expect(vscode.selection).toContainText("Ln 80");
  await expect(vscode.editorText).toContainText("line number 80");
  const selected = await vscode.say("/canvas vscode-editor selection");
  expect(selected).toContain("line number 80");

  await vscode.openFile("greet.py");
  await expect(vscode.editorText).toContainText("Hello");
  await vscode.say("/canvas show vscode-editor");
  await expect(vscode.selection).toContainText("Ln 42");
  await vscode.say("/canvas close vscode-editor");
  await expect(vscode.tab("long.txt")).toHaveCount(0);
  await expect(vscode.tab("greet.py")).toBeVisible();
});

test("an agent is told when a person closes the tab of its file", async ({ vscode }) => {
  await vscode.startConversation();
  await vscode.say('/canvas vscode-editor {"path": "greet.py"}');
  await vscode.say('/canvas vscode-editor {"path": "b/greet.py"}');
  expect(await vscode.say("/canvas list")).toContain("vscode-editor-1");
  await vscode.closeTab(/greet.py.*b$/);
  await expect(vscode.tab("greet.py")).toHaveCount(1);
  expect(await vscode.say("anything new?")).toContain("what-happened");
  const open = await vscode.say("/canvas list");
  expect(open).toContain("vscode-editor-1");
  expect(open).not.toContain("vscode-editor-2");
  await vscode.screenshot("native-editor-closed");
});

test("what is not saved, or was open before, stays open when the agent closes it", async ({
  vscode,
}) => {
  await vscode.openFile("long.txt");
  await vscode.startConversation();
  await vscode.say('/canvas vscode-editor {"path": "long.txt", "line": 3}');
  await vscode.say("/canvas close vscode-editor");
  await expect(vscode.tab("long.txt")).toBeVisible();

  await vscode.say('/canvas vscode-editor {"path": "greet.py", "line": 1}');
  await vscode.editorText.click();
  await vscode.page.keyboard.type("# mine ");
  await expect(vscode.tab("greet.py")).toHaveClass(/dirty/);
  await vscode.say("/canvas close vscode-editor");
  expect(await vscode.say("/canvas list")).toContain("[]");
  await expect(vscode.tab("greet.py")).toHaveClass(/dirty/);
  await expect(vscode.editorText).toContainText("# mine");
  await vscode.screenshot("native-editor-unsaved");
});

test("an agent shows nothing that is outside of the workspace", async ({ vscode }) => {
  await vscode.startConversation();
  for (const path of ["/etc/hostname", "../easel/log", "https://example.com/"]) {
    const said = await vscode.say(`/canvas vscode-editor ${JSON.stringify({ path })}`);
    expect(said).toContain(`There is no file ${path} in the workspace`);
  }
  await expect(vscode.page.locator(".tabs-container .tab")).toHaveCount(0);
});

test("an agent proposes a text in the diff editor, then a better one", async ({ vscode }) => {
  await vscode.startConversation();
  const propose = (newText: string) => JSON.stringify({ path: "greet.py", newText });
  await vscode.say(`/canvas vscode-diff ${propose('print("Goodbye")\n')}`);
  await expect(vscode.tab("greet.py (proposed)")).toBeVisible();
  await vscode.expectDiff("Hello", "Goodbye");
  await vscode.screenshot("native-diff");

  await vscode.say(`/canvas vscode-diff update ${JSON.stringify({ newText: "print('Moin')" })}`);
  await vscode.expectDiff("Hello", "Moin");
  await vscode.say('/canvas vscode-diff reveal {"line": 1}');

  await vscode.reload();
  await vscode.expectDiff("Hello", "Goodbye");
  await vscode.screenshot("native-diff-restored");
  await vscode.say("/canvas close vscode-diff");
  await expect(vscode.tab("greet.py (proposed)")).toHaveCount(0);
});

test("an agent types into a terminal, and a person runs it", async ({ vscode }) => {
  await vscode.startConversation();
  const made = (name: string) => existsSync(join(vscode.workspace, name));
  await vscode.say('/canvas vscode-terminal {"title": "Files", "command": "touch first"}');
  const terminal = vscode.page.locator(".terminal-wrapper.active");
  await expect(terminal).toBeVisible();
  await expect(vscode.page.locator(".single-terminal-tab")).toContainText("Files");
  await vscode.say('/canvas vscode-terminal type {"command": "touch second"}');
  await vscode.screenshot("native-terminal");
  await terminal.click();
  await vscode.page.keyboard.press("Enter");
  await expect.poll(() => made("second")).toBe(true);
  expect(made("first")).toBe(false);

  expect(await vscode.say("/canvas vscode-terminal state")).toContain('"exitCode":0');
  const trick = await vscode.say('/canvas vscode-terminal type {"command": "touch third\\n"}');
  expect(trick).toContain("canvas_invalid_input");

  await vscode.say('/canvas vscode-terminal type {"command": "cat"}');
  await terminal.click();
  await vscode.page.keyboard.press("Enter");
  await expect(async () => {
    const busy = await vscode.say('/canvas vscode-terminal type {"command": "touch fourth"}');
    expect(busy).toContain("A program is running");
  }).toPass();
  await vscode.screenshot("native-terminal-busy");

  await vscode.say("/canvas close vscode-terminal");
  await expect(terminal).toHaveCount(0);
  expect(made("third") || made("fourth")).toBe(false);
});

test.describe("with a web server on this machine", () => {
  let server: Server;
  let origin: string;

  test.beforeEach(async () => {
    server = createServer(({ url }, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<h1>This is ${url}</h1>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  test.afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test("an agent opens a page and goes on to another", async ({ vscode }) => {
    const page = (path: string) => JSON.stringify({ url: `${origin}${path}` });
    await vscode.startConversation();
    await vscode.say(`/canvas vscode-browser ${page("/a%2Fb?c=%23")}`);
    await expect(vscode.tab("Simple Browser")).toBeVisible();
    await expect(vscode.browserPage.getByRole("heading")).toContainText("This is /a%2Fb?c=%23");
    await vscode.screenshot("native-browser");

    await vscode.say(`/canvas vscode-browser navigate ${page("/two")}`);
    await expect(vscode.browserPage.getByRole("heading")).toContainText("This is /two");

    await vscode.say(`/canvas vscode-browser ${page("/three")}`);
    await expect(vscode.browserPage.getByRole("heading")).toContainText("This is /three");
    await expect(vscode.tab("Simple Browser")).toHaveCount(1);
    expect(await vscode.say("/canvas list")).not.toContain("vscode-browser-1");

    await vscode.say("/canvas close vscode-browser");
    await expect(vscode.tab("Simple Browser")).toHaveCount(0);
  });

  test("a page of the internet is opened only if the person agrees", async ({ vscode }) => {
    const chat = await vscode.startConversation();
    await vscode.send('/canvas vscode-browser {"url": "https://example.com/"}');
    await expect(vscode.dialog).toContainText("An agent wants to open a web page");
    await expect(vscode.dialog).toContainText("https://example.com/");
    await vscode.screenshot("native-browser-asks");
    await vscode.dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(chat.getByTestId("message-assistant").last()).toContainText(
      "The person did not want to open it",
    );
    await expect(vscode.tab("Simple Browser")).toHaveCount(0);
  });
});
