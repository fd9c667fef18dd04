import { expect, test } from "./fixtures";

test("Stop keeps the text and says so", async ({ panel }) => {
  await panel.begin();
  await panel.send("/long");
  await expect(panel.answers.first()).toContainText("long answer");
  await expect(panel.get("status-strip")).toBeVisible();
  await panel.screenshot("working");
  await panel.get("stop").click();
  await expect(panel.ends.first()).toContainText("Stopped, text kept");
  await expect(panel.answers.first()).toContainText("long answer");
  await expect(panel.get("stop")).toHaveCount(0);
  await panel.screenshot("stopped");
});

test("Escape in the prompt stops too", async ({ panel }) => {
  await panel.begin();
  await panel.send("/wait 60");
  await expect(panel.answers.first()).toContainText("I say nothing");
  await panel.prompt.press("Escape");
  await expect(panel.ends.first()).toHaveAttribute("data-reason", "cancelled");
});

test.describe("an agent that does not stop", () => {
  test.describe("is stopped by force when a person wants it", () => {
    test.use({ settings: { cancel: { onTimeout: "error", timeoutMs: 60_000 } } });
    test("while it is being waited for", async ({ panel }) => {
      await panel.begin("test-agent");
      await panel.send("on-cancel ignore\nsay working\nsleep 60000");
      await expect(panel.answers.first()).toContainText("working");
      await panel.get("stop").click();
      await expect(panel.get("stop-rung")).toHaveAttribute("data-rung", "sent");
      await expect(panel.get("stop-rung")).toContainText("Stopping…");
      await panel.screenshot("stopping");
      await panel.get("force-stop").click();
      await expect(panel.ends.first()).toHaveAttribute("data-reason", "interrupted");
      await expect(panel.answers.first()).toContainText("working");
    });
  });

  test.describe("and that nobody waits for", () => {
    test.use({ settings: { cancel: { onTimeout: "error", timeoutMs: 200 } } });
    test("is shown as one that did not answer, with a way on", async ({ panel }) => {
      await panel.begin("test-agent");
      await panel.send("on-cancel ignore\nsay working\nsleep 60000");
      await expect(panel.answers.first()).toContainText("working");
      await panel.get("stop").click();
      const rung = panel.get("stop-rung");
      await expect(rung).toHaveAttribute("data-rung", "timeout");
      await expect(rung).toContainText("The agent did not answer");
      await expect(panel.get("problem")).toHaveCount(0);
      await panel.screenshot("stop-unanswered");
      await panel.get("force-stop").click();
      await expect(panel.ends.first()).toContainText("Interrupted, text kept");
    });
  });

  test.describe("with the settings of the extension", () => {
    test.use({ settings: { cancel: { onTimeout: "interrupt", timeoutMs: 300 } } });
    test("is stopped by force in the end", async ({ panel }) => {
      await panel.begin("test-agent");
      await panel.send("on-cancel ignore\nsay working\nsleep 60000");
      await expect(panel.answers.first()).toContainText("working");
      await panel.get("stop").click();
      await expect(panel.ends.first()).toContainText("Stopped by force, text kept");
      await panel.screenshot("stopped-by-force");
    });
  });
});
