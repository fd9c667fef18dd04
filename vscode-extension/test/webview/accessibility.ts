import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Panel } from "./panel";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What depends on the theme; the rest is looked at once. */
const ABOUT_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Fail with a line for each element that somebody could not read, hear or reach, in any theme.
 *
 * Pages of agents are left out: what is in them is not ours.
 */
export async function expectAccessible(panel: Panel, what: string): Promise<void> {
  await panel.inEveryTheme(async (theme) => {
    const axe = new AxeBuilder({ page: panel.page }).exclude("iframe");
    const rules = theme === "dark" ? axe.withTags(STANDARDS) : axe.withRules(ABOUT_COLOURS);
    const { violations } = await rules.analyze();
    const lines = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, html }) => `${id}: ${target.join(" ")} ${any[0]?.message ?? html}`),
    );
    expect.soft(lines, `${what}, in the theme ${theme}`).toEqual([]);
  });
}
