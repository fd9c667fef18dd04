import { expect, test } from "./fixtures";
import { Panel } from "./panel";
import { THEMES } from "./themes";

test("an empty list says how to begin", async ({ panel }) => {
  await expect(panel.get("no-conversations")).toBeVisible();
  await panel.screenshot("no-conversations");
  await panel.get("first-conversation").click();
  await expect(panel.get("empty-thread")).toContainText("Practice agent");
  await expect(panel.get("suggestion").first()).toBeVisible();
  await expect(panel.prompt).toBeFocused();
  await panel.screenshot("empty-thread");
});

test("a prompt below the list begins a conversation, also in a hurry", async ({ panel }) => {
  await panel.send("straight away");
  await expect(panel.answers.first()).toContainText("straight away");
  await panel.get("back").click();
  await expect(panel.get("list-view")).toBeVisible();
  await panel.command({ command: "newConversation" });
  await panel.send("before it has begun");
  await expect(panel.answers.first()).toContainText("before it has begun");
  await expect(panel.prompt).toHaveValue("");
});

test("a conversation that is wanted before there is a server begins when there is one", async ({
  page,
  host,
  startServer,
}) => {
  const panel = new Panel(page);
  host.state = { state: "starting" };
  await host.load(THEMES.dark);
  await expect(panel.get("server-note")).toContainText("Easel is starting");
  await panel.command({ command: "newConversation" });
  await host.connect(await startServer());
  await expect(panel.get("empty-thread")).toBeVisible();
  await expect(panel.get("problem")).toHaveCount(0);
});

test("conversations are listed with status and last line, and found", async ({ panel }) => {
  await panel.begin();
  await panel.ask("the colour of the sky");
  await panel.command({ command: "newConversation" });
  await expect(panel.get("empty-thread")).toBeVisible();
  await panel.send("/edit notes.md buy milk");
  await expect(panel.get("permission")).toBeVisible();
  await panel.get("back").click();
  const rows = panel.get("conversation-row");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("Waits for your answer");
  await expect(rows.nth(1)).toContainText("the colour of the sky");
  await expect(rows.nth(1).getByTestId("last-line")).toContainText("says what I can do");
  await panel.screenshot("list");
  await panel.get("search").fill("colour");
  await expect(rows).toHaveCount(1);
  await panel.get("search").fill("nothing like it");
  await expect(panel.get("nothing-found")).toBeVisible();
  await panel.get("search").fill("");
  await expect(rows).toHaveCount(2);
  await panel.get("search").press("ArrowDown");
  await panel.page.keyboard.press("ArrowDown");
  await panel.page.keyboard.press("Enter");
  await expect(panel.get("title")).toHaveText("the colour of the sky");
});

test("a conversation in which nothing was said leaves nothing behind", async ({ panel, host }) => {
  await panel.begin();
  await panel.get("back").click();
  await expect(panel.get("no-conversations")).toBeVisible();
  const list = () =>
    host.server?.request<{ conversations: unknown[] }>("easel/conversation/list", {});
  await expect.poll(async () => (await list())?.conversations.length).toBe(0);
});

test("another agent can be chosen for a new conversation", async ({ panel }) => {
  await panel.begin();
  await panel.prompt.fill("say kept");
  await panel.get("agent-picker").click();
  await panel.get("agent-picker-test-agent").click();
  await expect(panel.get("empty-thread")).toContainText("test-agent");
  await expect(panel.prompt).toHaveValue("say kept");
  await panel.prompt.press("Enter");
  await expect(panel.answers.first()).toHaveText("kept");
  await expect(panel.get("speaker")).toContainText("test-agent");
});

test("rename, fork, pause, resume, export and delete", async ({ panel, host }) => {
  await panel.begin();
  await panel.ask("remember the number seven");
  await panel.get("thread-menu").click();
  await panel.screenshot("thread-menu");
  await panel.get("thread-menu-rename").click();
  await panel.get("title-input").fill("Seven");
  await panel.get("title-input").press("Enter");
  await expect(panel.get("title")).toHaveText("Seven");

  await panel.menu("export");
  await expect.poll(() => host.called("host/saveText").length).toBe(1);
  expect(host.called("host/saveText")[0]?.params.name).toBe("Seven.md");
  expect(host.called("host/saveText")[0]?.params.text).toContain("remember the number seven");

  await panel.menu("pause");
  await panel.menu("resume");
  await expect(panel.get("memory")).toHaveAttribute("data-memory", "resumed");
  await panel.screenshot("resumed");

  await panel.menu("fork");
  await expect(panel.get("forked")).toBeVisible();
  await panel.ask("what did I say first?");
  await expect(panel.answers.last()).toContainText("remember the number seven");
  await panel.screenshot("forked");

  await panel.menu("delete");
  await expect(panel.get("list-view")).toBeVisible();
  await expect(panel.get("conversation-row")).toHaveCount(1);
  await panel.screenshot("deleted");
  await panel.get("undo").click();
  await expect(panel.answers.last()).toContainText("remember the number seven");
});

test("what another window deletes leaves the list and the thread, and can be had back", async ({
  panel,
  host,
}) => {
  for (const words of ["the first of two", "the second of two"]) {
    await panel.command({ command: "newConversation" });
    await expect(panel.get("empty-thread")).toBeVisible();
    await panel.ask(words);
    await expect(panel.answers.last()).toContainText(words);
  }
  const { conversationId } = host.called("host/didShow").at(-1)?.params ?? {};
  await host.server?.request("easel/conversation/delete", { conversationId });
  await expect(panel.get("list-view")).toBeVisible();
  await expect(panel.get("problem")).toContainText("the second of two” was deleted");
  await panel.screenshot("deleted-elsewhere");
  await panel.get("undo").click();
  await expect(panel.answers.last()).toContainText("the second of two");
  await panel.get("back").click();
  const rows = panel.get("conversation-row");
  await expect(rows).toHaveCount(2);
  await host.server?.request("easel/conversation/delete", { conversationId });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("the first of two");
  await expect(panel.get("problem")).toHaveCount(0);
});

test("what was written and where one was survive a reload", async ({ panel, host }) => {
  await panel.begin();
  await panel.ask("hello");
  await panel.prompt.fill("half a sentence");
  await panel.page.reload();
  await host.setState({ state: "ready" });
  await expect(panel.get("conversation")).toBeVisible();
  await expect(panel.answers.first()).toContainText("practice agent");
  await expect(panel.prompt).toHaveValue("half a sentence");
});

test("what was deleted is listed with how long it is kept, found and restored", async ({
  panel,
}) => {
  await panel.command({ command: "showDeleted" });
  await expect(panel.get("empty-trash")).toContainText("Nothing was deleted");
  await panel.screenshot("trash-empty");
  for (const prompt of ["the colour of the sky", "a shopping list"]) {
    await panel.begin();
    await panel.ask(prompt);
    await panel.menu("delete");
    await expect(panel.get("list-view")).toBeVisible();
  }

  await panel.get("show-trash").click();
  const rows = panel.get("deleted-row");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("a shopping list");
  await expect(rows.first().getByTestId("restorable-until")).toHaveText("gone for good in 30 days");
  await panel.screenshot("trash");
  await panel.get("search").fill("colour");
  await expect(rows).toHaveCount(1);
  await panel.get("search").press("ArrowDown");
  await panel.page.keyboard.press("Enter");

  await expect(panel.answers.last()).toContainText("I have no model");
  await expect(panel.get("title")).toHaveText("the colour of the sky");
  await panel.get("back").click();
  await expect(panel.get("conversation-row")).toHaveCount(1);
  await panel.get("show-trash").click();
  await expect(panel.get("search")).toHaveValue("");
  await expect(rows).toHaveText(/a shopping list/);
});
