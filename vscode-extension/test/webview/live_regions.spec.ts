import { expect, test } from "./fixtures";
import type { Panel } from "./panel";

/** What a screen reader was told so far, in order. */
async function listen(panel: Panel): Promise<() => Promise<readonly string[]>> {
  await panel.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    for (const region of document.querySelectorAll("[aria-live]")) {
      const note = () => region.textContent && heard.push(region.textContent);
      new MutationObserver(note).observe(region, {
        characterData: true,
        childList: true,
        subtree: true,
      });
    }
  });
  return () => panel.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
}

test("a screen reader is told when the agent works, asks and is done", async ({ panel }) => {
  await panel.begin();
  const heard = await listen(panel);
  await panel.send("/edit notes.md buy milk");
  await expect(panel.get("permission")).toBeVisible();
  await expect
    .poll(heard)
    .toEqual([
      "The agent works",
      "The agent asks for permission: Edit notes.md. Alt, Shift and a digit answer.",
    ]);
  await panel.get("permission-option").first().click();
  await expect.poll(async () => (await heard()).at(-1)).toBe("Practice agent is done");
});

test("a screen reader is told how a turn ended that did not go as usual", async ({ panel }) => {
  await panel.begin();
  const heard = await listen(panel);
  for (const round of [1, 2]) {
    await panel.send("/wait 60");
    await expect(panel.answers).toHaveCount(round);
    await panel.get("stop").click();
    await expect(panel.ends).toHaveCount(round);
    await expect.poll(async () => (await heard()).at(-1)).toBe("Stopped, text kept");
  }
});

test("a screen reader is told of what stands in the way, and of problems", async ({
  panel,
  host,
}) => {
  await panel.begin("test-agent");
  const heard = await listen(panel);
  for (let crash = 0; crash < 4; crash++) await panel.ask("exit 3");
  await expect(panel.get("parked-crashLoop")).toBeVisible();
  await expect
    .poll(async () => (await heard()).at(-1))
    .toBe("test-agent crashed too often and is not started again");
  await host.server?.kill();
  await panel.send("lost?");
  await expect(panel.page.getByRole("alert")).toContainText("The prompt was not sent");
});
