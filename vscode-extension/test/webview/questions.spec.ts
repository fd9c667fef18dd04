import { expect, test } from "./fixtures";

test("a permission is asked for with what it is about, and answered with a click", async ({
  panel,
  host,
}) => {
  await panel.begin();
  await panel.send("/edit notes.md buy milk");
  const question = panel.get("permission");
  await expect(question).toContainText("Edit notes.md");
  await expect(question.getByTestId("diff")).toContainText("buy milk");
  await expect(panel.get("status-strip")).toContainText("Waits for your answer");
  await panel.screenshot("permission");
  await question.getByTestId("open-diff").click();
  await expect.poll(() => host.called("host/openDiff").length).toBe(1);
  expect(host.called("host/openDiff")[0]?.params).toMatchObject({
    oldText: "# Notes\n",
    newText: "# Notes\nbuy milk\n",
  });
  await question.getByTestId("permission-option").first().click();
  await expect(panel.get("permission")).toHaveCount(0);
  await expect(panel.get("decision")).toHaveText("Allow once");
  await panel.screenshot("permission-answered");
});

test("several permissions are open at once and answered one by one", async ({ panel }) => {
  await panel.begin("test-agent");
  await panel.send(
    [
      "nowait permission a title=First yes:allow_once no:reject_once",
      "nowait permission b title=Second yes:allow_once no:reject_once",
      "await a",
      "await b",
    ].join("\n"),
  );
  await expect(panel.get("permission")).toHaveCount(2);
  await panel.screenshot("two-permissions");
  // Alt, Shift and a digit answer the first; a digit inside a card answers that one.
  await panel.page.keyboard.press("Alt+Shift+Digit1");
  await expect(panel.get("permission")).toHaveCount(1);
  await expect(panel.get("permission")).toContainText("Second");
  await panel.get("permission-option").first().focus();
  await panel.page.keyboard.press("2");
  await expect(panel.get("permission")).toHaveCount(0);
  await expect(panel.answers.last()).toContainText("permission b: selected no");
  await expect(panel.prompt).toBeFocused();
});

test("Stop closes what is open", async ({ panel }) => {
  await panel.begin();
  await panel.send("/edit notes.md buy milk");
  await expect(panel.get("permission")).toBeVisible();
  await panel.get("stop").click();
  await expect(panel.get("permission")).toHaveCount(0);
  await expect(panel.ends.first()).toContainText("Stopped, text kept");
});

test("a form is checked, and its answer goes to the agent", async ({ panel }) => {
  await panel.begin();
  await panel.send("/ask");
  const form = panel.get("elicitation");
  await expect(form).toContainText("Tell me about yourself");
  await form.getByTestId("elicitation-accept").click();
  await expect(form.getByRole("alert").first()).toContainText("This is needed.");
  await panel.screenshot("form-problem");
  await form.getByLabel("Your name").fill("Ada");
  await form.getByLabel("Favourite editor").selectOption("vscode");
  await form.getByLabel("Rust").check();
  await form.getByTestId("elicitation-accept").click();
  await expect(panel.get("elicitation")).toHaveCount(0);
  await expect(panel.answers.last()).toContainText("Ada");
  await expect(panel.answers.last()).toContainText("Rust");
});

test("a form can be declined", async ({ panel }) => {
  await panel.begin();
  await panel.send("/ask");
  await panel.get("elicitation-decline").click();
  await expect(panel.answers.last()).toContainText("You would rather not answer");
});

test("a question that sends somewhere opens the page outside", async ({ panel, host }) => {
  await panel.begin("test-agent");
  await panel.send("elicit Log in there url=https://example.com/login");
  await expect(panel.get("elicitation")).toContainText("https://example.com/login");
  await panel.screenshot("url-question");
  await panel.get("elicitation-accept").click();
  await expect(panel.get("elicitation")).toHaveCount(0);
  expect(host.called("host/openExternal")[0]?.params.url).toBe("https://example.com/login");
});

test("an answer from elsewhere takes the question away", async ({ panel, host }) => {
  await panel.begin();
  await panel.send("/edit notes.md buy milk");
  await expect(panel.get("permission")).toBeVisible();
  const conversationId = await panel.get("conversation").getAttribute("data-id");
  await host.server?.request("easel/permission/respond", {
    conversationId,
    permissionId: await panel.get("permission").getAttribute("data-permission"),
    optionId: "reject_once",
  });
  await expect(panel.get("permission")).toHaveCount(0);
  await expect(panel.get("decision")).toHaveText("Reject");
});
