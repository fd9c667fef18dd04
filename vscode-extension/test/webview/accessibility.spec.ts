import { expectAccessible } from "./accessibility";
import { expect, loseSession, test } from "./fixtures";

const FILE = { uri: "file:///project/notes.md", name: "notes.md", path: "notes.md" };

test.describe("everybody can use", () => {
  test.setTimeout(120_000);

  test("the list of conversations", async ({ panel }) => {
    await expectAccessible(panel, "an empty list");
    await panel.begin();
    await expectAccessible(panel, "an empty conversation");
    await panel.ask("the colour of the sky");
    await panel.get("back").click();
    await expect(panel.get("conversation-row")).toHaveCount(1);
    await expectAccessible(panel, "a list");
  });

  test("what an agent says and does", async ({ panel }) => {
    await panel.begin();
    for (const prompt of ["/table", "/plan"]) await panel.ask(prompt);
    await panel.get("thought").first().getByRole("button").click();
    const tool = panel.get("tool-call").first();
    await tool.getByRole("button", { name: "List the working directory" }).click();
    await expectAccessible(panel, "answers, a plan and a tool call");
    await panel.get("thread-menu").click();
    await expectAccessible(panel, "a menu");
  });

  test("a command that runs", async ({ panel }) => {
    await panel.begin();
    await panel.send("/run printf '\\033[31mred\\033[0m\\n'; sleep 600");
    await panel.get("permission-option").first().click();
    await expect(panel.get("terminal")).toContainText("red");
    await expectAccessible(panel, "a terminal");
  });

  test("questions", async ({ panel }) => {
    await panel.begin();
    await panel.send("/edit notes.md buy milk");
    await expect(panel.get("permission")).toBeVisible();
    await expectAccessible(panel, "a permission");
    await panel.get("permission-option").first().click();
    await panel.send("/ask");
    await panel.get("elicitation-accept").click();
    await expect(panel.get("elicitation").getByRole("alert").first()).toBeVisible();
    await expectAccessible(panel, "a form with a problem");
  });

  test("the prompt, its completions, attachments, options and queue", async ({ panel, host }) => {
    host.answers["host/pickFiles"] = () => ({ files: [FILE] });
    await panel.begin();
    await panel.get("attach").click();
    await expect(panel.get("attachment")).toBeVisible();
    await panel.get("option-mode").click();
    await expectAccessible(panel, "a list of modes");
    await panel.page.keyboard.press("Escape");
    await panel.prompt.pressSequentially("/pl");
    await expect(panel.get("completions")).toBeVisible();
    await expectAccessible(panel, "commands");
    await panel.send("/wait 600");
    await expect(panel.answers.first()).toBeVisible();
    await panel.send("one");
    await panel.send("two");
    await expect(panel.get("queued")).toHaveCount(2);
    await expectAccessible(panel, "a queue");
  });

  test.describe("a Stop that is not heard", () => {
    test.use({ settings: { cancel: { onTimeout: "error", timeoutMs: 200 } } });
    test("and the way on", async ({ panel }) => {
      await panel.begin("test-agent");
      await panel.send("on-cancel ignore\nsay working\nsleep 600000");
      await expect(panel.answers.first()).toContainText("working");
      await panel.get("stop").click();
      await expect(panel.get("stop-rung")).toHaveAttribute("data-rung", "timeout");
      await expectAccessible(panel, "a Stop without an answer");
    });
  });

  test.describe("a session that is gone", () => {
    test.use({ settings: { sessionLoad: { onFailure: "ask" } } });
    test("and the ways on", async ({ panel, scratch }) => {
      await panel.begin("test-agent");
      await panel.ask("say remember me");
      await loseSession(panel, scratch);
      await panel.menu("resume");
      await panel.get("restore-details").getByRole("button").click();
      await expectAccessible(panel, "a session that was not restored");
    });
  });

  test("an agent that crashed too often", async ({ panel }) => {
    await panel.begin("test-agent");
    for (let crash = 0; crash < 4; crash++) await panel.ask("stderr out of memory\nexit 3");
    await expect(panel.get("parked-crashLoop")).toBeVisible();
    await expectAccessible(panel, "an agent that is parked");
  });

  test("a panel without a server", async ({ panel, host }) => {
    await host.setState({
      state: "failed",
      message: "There is no Python.",
      actions: [{ id: "getPython", title: "Get Python" }],
    });
    await expectAccessible(panel, "a server that failed");
  });
});
