import { expect, loseSession, test, testAgent } from "./fixtures";

test("a conversation that another window works on can be read, and taken by force", async ({
  panel,
  host,
  startServer,
}) => {
  const other = await startServer();
  const { conversation } = await other.request<{ conversation: { id: string } }>(
    "easel/conversation/create",
    { agent: "easel-practice" },
  );
  const conversationId = conversation.id;
  await other.request("easel/conversation/prompt", {
    conversationId,
    prompt: "/wait 60",
    detach: true,
  });
  await panel.page.reload();
  await host.setState({ state: "ready" });
  await panel.get("conversation-row").click();
  const banner = panel.get("owned-elsewhere");
  await expect(banner).toContainText("Another window works on this conversation");
  await expect(panel.get("holder")).toContainText(`process ${other.process.pid} on this machine`);
  await expect(panel.get("holder")).toContainText("runs");
  await expect(panel.answers.first()).toContainText("I say nothing for 60 seconds");
  await panel.screenshot("owned-elsewhere");
  await banner.getByTestId("take-over").click();
  await expect(banner).toHaveCount(0);
  expect(host.called("host/confirm")).toHaveLength(1);
  await panel.ask("hello");
});

test("a conversation that another window has but does not work on is handed over", async ({
  panel,
  host,
  startServer,
}) => {
  const other = await startServer();
  const { conversation } = await other.request<{ conversation: { id: string } }>(
    "easel/conversation/create",
    { agent: "easel-practice" },
  );
  const params = { conversationId: conversation.id, prompt: "hello" };
  await other.request("easel/conversation/prompt", params);
  await panel.page.reload();
  await host.setState({ state: "ready" });
  await panel.get("conversation-row").click();
  await panel.get("take-over").click();
  await expect(panel.get("owned-elsewhere")).toHaveCount(0);
  expect(host.called("host/confirm")).toHaveLength(0);
  await panel.ask("hello again");
});

test("a conversation whose owner is gone is taken over without a question", async ({
  panel,
  host,
  startServer,
}) => {
  const other = await startServer();
  const { conversation } = await other.request<{ conversation: { id: string } }>(
    "easel/conversation/create",
    { agent: "easel-practice" },
  );
  const params = { conversationId: conversation.id, prompt: "hello" };
  await other.request("easel/conversation/prompt", params);
  await panel.page.reload();
  await host.setState({ state: "ready" });
  await panel.get("conversation-row").click();
  await expect(panel.get("owned-elsewhere")).toBeVisible();
  await other.kill();
  await panel.get("back").click();
  await panel.get("conversation-row").click();
  await panel.ask("hello again");
  await expect(panel.get("owned-elsewhere")).toHaveCount(0);
  expect(host.called("host/confirm")).toHaveLength(0);
});

test.describe("a session that cannot be restored", () => {
  test.describe("when the user is to be asked", () => {
    test.use({ settings: { sessionLoad: { onFailure: "ask" } } });
    test("is told with its reason and the ways on", async ({ panel, scratch }) => {
      await panel.begin("test-agent");
      await panel.ask("say remember me");
      await loseSession(panel, scratch);
      await panel.menu("resume");
      const banner = panel.get("not-restored");
      await expect(banner).toContainText("does not know its session any more");
      await banner.getByTestId("restore-details").getByRole("button").click();
      await expect(banner).toContainText("none yet");
      await panel.screenshot("not-restored");
      await banner.getByTestId("restore-retry").click();
      await expect(banner.getByTestId("restore-retry")).toBeEnabled();
      await banner.getByTestId("restore-recap").click();
      await expect(panel.get("memory")).toHaveAttribute("data-memory", "lost");
      await expect(panel.get("recap").first()).toBeVisible();
      await panel.screenshot("recap");
      await panel.ask("say going on");
      await expect(panel.get("recap").last()).toContainText("was given a recap");
    });
  });

  test("is replaced by a new one, and that is told", async ({ panel, scratch }) => {
    await panel.begin("test-agent");
    await panel.ask("say remember me");
    await loseSession(panel, scratch);
    await panel.ask("say here I am");
    await expect(panel.get("memory")).toHaveText(/History lost/);
    const banner = panel.get("not-restored");
    await expect(banner).toContainText("A new session took its place");
    await panel.screenshot("history-lost");
    await banner.getByTestId("not-restored-close").click();
    await expect(banner).toHaveCount(0);
  });
});

test("an agent that crashes is told of, and after too many crashes it is parked", async ({
  panel,
}) => {
  await panel.begin("test-agent");
  await panel.ask("stderr out of memory, or so\nsay before\nexit 3");
  await expect(panel.ends.first()).toContainText("The agent crashed, text kept");
  await panel.screenshot("crashed");
  for (let round = 0; round < 3; round++) {
    await panel.ask("stderr out of memory, or so\nexit 3");
  }
  const banner = panel.get("parked-crashLoop");
  await expect(banner).toContainText("crashed too often");
  await expect(banner).toContainText("out of memory, or so");
  await panel.screenshot("parked");
  await banner.getByTestId("restart-agent").click();
  await expect(banner).toHaveCount(0);
  await panel.ask("say back again");
  await expect(panel.answers.last()).toHaveText("back again");
});

test.describe("an agent that is not there", () => {
  test.use({ settings: { agents: { nowhere: { command: "/nowhere/agent" } } } });
  test("is told before it is chosen", async ({ panel }) => {
    await expect(panel.get("missing-agent").first()).toContainText("nowhere");
    await panel.screenshot("agent-missing-list");
    await panel.get("agent-picker").click();
    await expect(panel.get("agent-picker-nowhere")).toBeDisabled();
  });
});

test("an agent that wants a login gets one, in a terminal", async ({ panel, host, scratch }) => {
  const login = testAgent(
    scratch,
    "--features",
    "load,auth",
    "--on",
    "session/new",
    "first 2 error -32000 Authentication required",
  );
  await host.server?.configure({ agents: { "needs-login": login } });
  await panel.get("agent-picker").click();
  await panel.get("agent-picker-needs-login").click();
  await panel.command({ command: "newConversation" });
  const banner = panel.get("parked-authRequired");
  await expect(banner).toContainText("wants you to log in");
  await panel.screenshot("login");
  await banner.getByTestId("login").click();
  await expect.poll(() => host.called("host/runTerminalLogin").length).toBe(1);
  expect(host.called("host/runTerminalLogin")[0]?.params).toMatchObject({ agent: "needs-login" });
});

test("a server that starts, fails or is not trusted says so, with what can be done", async ({
  panel,
  host,
}) => {
  await panel.begin();
  await panel.ask("hello");
  await host.setState({ state: "starting", message: "Making a Python environment" });
  await expect(panel.get("server-note")).toContainText("Easel is starting");
  // What was said stays readable.
  await expect(panel.answers.first()).toBeVisible();
  await panel.screenshot("server-restarting");
  await panel.page.evaluate(() => sessionStorage.clear());
  await panel.page.reload();
  await expect(panel.get("server-note")).toContainText("Making a Python environment");
  await panel.screenshot("server-starting");
  await host.setState({
    state: "failed",
    message: "There is no Python 3.11 or newer on this machine.",
    actions: [
      { id: "getPython", title: "Get Python" },
      { id: "showOutput", title: "Show Log" },
    ],
  });
  await panel.screenshot("server-failed");
  await panel.get("server-action-getPython").click();
  await expect.poll(() => host.called("host/runServerAction").length).toBe(1);
  await host.setState({
    state: "untrusted",
    message: "Agents run programs in this folder. Trust it to use them.",
    actions: [{ id: "trust", title: "Manage Trust" }],
  });
  await expect(panel.get("server-note")).toContainText("This folder is not trusted");
  await panel.screenshot("server-untrusted");
  host.complaints.length = 0;
});

test("the picker names the agent that is the default", async ({ panel }) => {
  await expect(panel.get("agent-picker")).toContainText("Practice agent");
  await expect(panel.get("stand-in")).toHaveCount(0);
  await panel.get("agent-picker").click();
  await expect(panel.get("agent-picker-easel-practice")).toContainText("The default");
});

test.describe("a default agent that cannot start", () => {
  test.use({
    settings: { defaultAgent: "mine", agents: { mine: { command: "/no/such/agent" } } },
  });

  test("is told, with the one that stands in for it", async ({ panel }) => {
    const note = panel.get("stand-in");
    await expect(note).toContainText("The default agent 'mine' cannot start");
    await expect(note).toContainText("stands in");
    await panel.screenshot("stand-in");
    await panel.get("first-conversation").click();
    await expect(panel.get("empty-thread").getByTestId("stand-in")).toBeVisible();
    await panel.get("back").click();
    await panel.begin("easel-practice");
    await expect(note).toHaveCount(0);
  });
});
