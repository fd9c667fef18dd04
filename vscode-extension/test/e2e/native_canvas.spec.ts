import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./fixtures";

const LINES = Array.from({ length: 90 }, (_, index) => `line number ${index + 1}`);

// An agent starts the server of its tools for each thing it does.
test.slow();

test.use({
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
