import { expect, test } from "./fixtures";
import type { Panel } from "./panel";

/** How many stops a person may have to pass. */
const PATIENCE = 25;

/** Go to something as one does without a mouse, forwards or backwards. */
async function tabTo(panel: Panel, testId: string, key = "Tab"): Promise<void> {
  const focused = panel.page.locator(
    `[data-testid="${testId}"]:focus, [data-testid="${testId}"] :focus`,
  );
  for (let stop = 0; stop < PATIENCE && (await focused.count()) === 0; stop++) {
    await panel.page.keyboard.press(key);
  }
  await expect(focused, `${testId} is not reached with ${key}`).toHaveCount(1);
}

test("the main job is done without a mouse", async ({ panel, host }) => {
  const { keyboard } = panel.page;
  await tabTo(panel, "composer-input");
  await keyboard.type("/edit notes.md buy milk");
  await keyboard.press("Enter");
  await expect(panel.get("permission")).toBeVisible();
  await tabTo(panel, "open-diff", "Shift+Tab");
  await keyboard.press("Enter");
  await expect.poll(() => host.called("host/openDiff").length).toBe(1);
  await tabTo(panel, "permission-option");
  await keyboard.press("Enter");
  await expect(panel.get("decision")).toHaveText("Allow once");
  await expect(panel.ends).toHaveCount(1);
  await expect(panel.prompt).toBeFocused();

  await keyboard.type("/long forever");
  await keyboard.press("Enter");
  await expect(panel.answers.last()).toContainText("long answer");
  await tabTo(panel, "stop");
  await keyboard.press("Enter");
  await expect(panel.ends.last()).toContainText("Stopped, text kept");

  await tabTo(panel, "back", "Shift+Tab");
  await keyboard.press("Enter");
  await tabTo(panel, "search");
  await keyboard.press("ArrowDown");
  await expect(panel.get("conversation-row")).toBeFocused();
  await keyboard.press("Enter");
  await expect(panel.ends).toHaveCount(2);
});

test("a menu is opened, walked through and left with the keyboard", async ({ panel }) => {
  await panel.begin();
  await tabTo(panel, "thread-menu", "Shift+Tab");
  await panel.page.keyboard.press("Enter");
  await expect(panel.page.locator('[role="menuitem"]:focus')).toHaveCount(1);
  await panel.page.keyboard.press("End");
  await expect(panel.get("thread-menu-delete")).toBeFocused();
  await panel.page.keyboard.press("Escape");
  await expect(panel.get("thread-menu-delete")).toHaveCount(0);
  await expect(panel.get("thread-menu")).toBeFocused();
});

test("the focus stays in the panel when what had it goes away", async ({ panel }) => {
  await panel.begin();
  await panel.send("/wait 60");
  await expect(panel.answers.first()).toBeVisible();
  await tabTo(panel, "stop");
  await panel.page.keyboard.press("Enter");
  await expect(panel.get("stop")).toHaveCount(0);
  await expect(panel.prompt).toBeFocused();
});
