import { expect, test } from "./fixtures";

test("text streams in as Markdown, with code in colours", async ({ panel }) => {
  await panel.begin();
  await panel.ask("/table");
  const answer = panel.answers.first();
  await expect(answer.locator("table")).toBeVisible();
  await expect(answer.locator(".code-block .hljs-keyword").first()).toHaveText("def");
  await expect(answer.locator("td.align-right").first()).toHaveText("no");
  await panel.screenshot("markdown");
});

test("code is copied through the host", async ({ panel, host }) => {
  await panel.begin();
  await panel.ask("/table");
  await panel.answers.first().getByLabel("Copy code").click();
  await expect.poll(() => host.called("host/copy").length).toBe(1);
  expect(host.called("host/copy")[0]?.params.text).toContain("def greet(name: str)");
});

test("a whole message is copied as it was written", async ({ panel, host }) => {
  await panel.begin();
  await panel.ask("/table");
  await panel.get("copy").first().press("Enter");
  await panel.answers.first().hover();
  await panel.get("copy").last().click();
  await panel.screenshot("copied");
  const copied = () => host.called("host/copy").map(({ params }) => params.text);
  await expect.poll(copied).toEqual(["/table", expect.stringContaining("```python\ndef greet")]);
});

test("a link opens outside of the panel", async ({ panel, host }) => {
  await panel.begin();
  await panel.ask("/table");
  await panel.answers.first().getByRole("link", { name: "a link" }).click();
  await expect.poll(() => host.called("host/openExternal").length).toBe(1);
  expect(host.called("host/openExternal")[0]?.params.url).toBe("https://agentclientprotocol.com");
});

test("thoughts are folded until they are wanted", async ({ panel }) => {
  await panel.begin();
  await panel.ask("/think about it");
  const thought = panel.get("thought").first();
  await expect(thought).toBeVisible();
  await expect(panel.get("thought-text")).toHaveCount(0);
  await thought.getByRole("button").click();
  await expect(panel.get("thought-text").first()).toBeVisible();
  await panel.screenshot("thought");
});

test("a plan shows how far it is, and tool calls what they do", async ({ panel, host }) => {
  await panel.begin();
  await panel.ask("/plan");
  await expect(panel.get("plan")).toContainText("3 of 3");
  const tool = panel.get("tool-call").first();
  await expect(tool).toHaveAttribute("data-status", "completed");
  await expect(tool).toContainText("List the working directory");
  await tool.getByRole("button", { name: "List the working directory" }).click();
  await tool.getByTestId("raw-input").getByRole("button").click();
  await expect(tool.getByTestId("raw-input")).toContainText('"path"');
  await panel.screenshot("plan");
  await tool.getByTestId("location").click();
  await expect.poll(() => host.called("host/openLocation").length).toBe(1);
});

test("a terminal shows its output while the command runs", async ({ panel }) => {
  await panel.begin();
  await panel.send("/run while :; do echo one; sleep 1; done");
  await panel.get("permission-option").first().click();
  const terminal = panel.get("terminal");
  await expect(terminal).toContainText("one");
  await expect(terminal).toContainText("Running");
  await panel.screenshot("terminal");
  await panel.get("stop").click();
  await expect(panel.ends.first()).toContainText("Stopped, text kept");
});

test("which agent did what", async ({ panel }) => {
  await panel.begin();
  await panel.ask("hello");
  await expect(panel.get("speaker")).toHaveText(/Practice agent/);
});

test("usage is shown", async ({ panel }) => {
  await panel.begin();
  await panel.ask("hello");
  await expect(panel.get("usage")).toHaveAttribute("aria-label", /Context: \d+ of 32k tokens/);
});

test("what a conversation costs is shown beside its title", async ({ panel }) => {
  await panel.begin("test-agent");
  const cost = '"cost": {"amount": 1.234, "currency": "USD"}';
  await panel.ask(`update {"sessionUpdate": "usage_update", "used": 900, "size": 1000, ${cost}}`);
  await expect(panel.get("usage")).toHaveText("$1.23");
  await expect(panel.get("usage")).toHaveAttribute(
    "aria-label",
    "Context: 900 of 1k tokens. Cost: $1.23",
  );
  await panel.screenshot("cost");
});

test("an update that nobody knows is shown in a general way", async ({ panel }) => {
  await panel.begin("test-agent");
  await panel.ask('update {"sessionUpdate": "weather_report", "sky": "blue"}\nsay done');
  const unknown = panel.get("unknown");
  await expect(unknown).toContainText("weather report");
  await unknown.getByRole("button").click();
  await expect(unknown).toContainText('"sky": "blue"');
});
