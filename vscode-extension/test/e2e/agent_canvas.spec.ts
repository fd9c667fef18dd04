import { expect, test } from "./fixtures";

// An agent starts the server of its tools for each thing it does.
test.slow();

test("a document of an agent has a tab whose title and status follow", async ({ vscode }) => {
  await vscode.startConversation();
  await vscode.say('/canvas markdown {"title": "Chapter one", "text": "# It was a dark night"}');
  await expect(vscode.tab("Chapter one")).toBeVisible();
  await expect(vscode.panel.getByRole("heading")).toHaveText("It was a dark night");
  await vscode.screenshot("agent-canvas-markdown");

  await vscode.say('/canvas update markdown {"title": "Chapter two", "status": "half done"}');
  await expect(vscode.tab("Chapter two")).toBeVisible();
  await expect(vscode.tab("Chapter one")).toHaveCount(0);
  await expect(vscode.panel.getByTestId("canvas-status")).toHaveText("half done");
  await vscode.screenshot("agent-canvas-updated");

  await vscode.say("/canvas close markdown");
  await expect(vscode.tab("Chapter two")).toHaveCount(0);
});

test("canvases lie beside the file, all in one group", async ({ vscode }) => {
  await vscode.openFile("greet.py");
  await vscode.startConversation();
  await vscode.say("/canvas markdown");
  await vscode.tab("A document").click();
  await vscode.say("/canvas plan");
  const groups = vscode.page.locator(".editor-group-container");
  await expect(groups.last().locator(".tab")).toHaveCount(2);
  await expect(groups.first().locator(".tab")).toHaveText(["greet.py"]);
  await expect(groups).toHaveCount(2);
  await vscode.screenshot("agent-canvases-beside");
});

test("an agent sorts the table that a person looks at", async ({ vscode }) => {
  await vscode.startConversation();
  await vscode.say('/canvas table {"title": "Ages", "rows": [{"n": "Ada"}, {"n": "Zoe"}]}');
  const firstCell = vscode.panel.locator("tbody tr").first();
  await expect(firstCell).toContainText("Ada");
  await expect(vscode.panel.getByTestId("canvas-status")).toHaveText("2 rows");
  await vscode.say('/canvas table sort {"column": "n", "descending": true}');
  await expect(firstCell).toContainText("Zoe");
  await vscode.screenshot("agent-canvas-table");
});

test("what a person does in a canvas comes back to the agent", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.say("/canvas html");
  await vscode.panel.frameLocator("iframe").getByRole("button", { name: "Yes" }).click();
  await vscode.say("well?");
  await expect(chat.getByTestId("message-assistant").last()).toContainText("what-happened");
  await vscode.screenshot("agent-canvas-click");
});

test("an agent waits for the answer to its form", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.send("/canvas form");
  await vscode.panel.getByLabel("Your name").fill("Ada");
  await vscode.panel.getByTestId("submit").click();
  await expect(chat.getByTestId("message-assistant").last()).toContainText("Thank you");
  await expect(chat.getByTestId("message-assistant").last()).toContainText("Ada");
  await vscode.screenshot("agent-canvas-form");
});

/** Posts to every window that it can reach, as if it were the extension, and says how many. */
const REACHES_OUT = `<button onclick="reach()">Reach out</button><p></p><script>
function reach() {
  const windows = [top];
  for (const each of windows) for (let at = 0; at < each.length; at++) windows.push(each[at]);
  const tell = (method, params) =>
    windows.forEach((each) => each.postMessage({ kind: "notification", method, params }, "*"));
  tell("easel/ahp/action", { channel: "CHANNEL", action: { type: "canvas/updated", status: "forged" } });
  tell("host/command", { command: "showConversations" });
  document.querySelector("p").textContent = windows.length + " windows";
}
</script>`;

test("a page in a canvas cannot drive another canvas, nor the chat", async ({ vscode }) => {
  const chat = await vscode.startConversation();
  await vscode.say('/canvas markdown {"title": "Victim", "text": "untouched"}');
  await expect(vscode.panel.getByTestId("canvas")).toContainText("untouched");
  const conversation = await chat.getByTestId("conversation").getAttribute("data-id");
  const html = REACHES_OUT.replace("CHANNEL", `ahp-canvas:/${conversation}.markdown-1`);
  await vscode.say(`/canvas html ${JSON.stringify({ title: "Attacker", html })}`);
  const page = vscode.panel.frameLocator("iframe");
  await page.getByRole("button", { name: "Reach out" }).click();
  await expect(page.locator("p")).toContainText(/[1-9]\d* windows/);
  await vscode.tab("Victim").click();
  await expect(vscode.panel.getByTestId("canvas")).toContainText("untouched");
  await expect(vscode.panel.getByTestId("canvas-status")).toHaveCount(0);
  await expect(chat.getByTestId("thread")).toBeVisible();
});
