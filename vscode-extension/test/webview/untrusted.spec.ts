import { expect, test } from "./fixtures";

/** What an agent may write to do harm; the first line of each is shown as text or not at all. */
const HARM = [
  "<script>window.harmed = 1</script>",
  "<img src=x onerror='window.harmed = 1'>",
  "[click](javascript:window.harmed=1)",
  "[command](command:workbench.action.quit)",
  "![pixel](https://example.com/pixel.png)",
  "<svg onload='window.harmed = 1'></svg>",
  "<a href='javascript:window.harmed=1'>raw</a>",
  "<form action='https://example.com'><input></form>",
];

test("nothing that an agent writes runs or is loaded", async ({ panel, page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await panel.begin("test-agent");
  const update = (text: string) => `say ${JSON.stringify(`${text}\n\n`)}`;
  await panel.ask(HARM.map(update).join("\n"));
  const answer = panel.answers.first();
  await expect(answer).toContainText("<script>window.harmed = 1</script>");
  await expect(answer.locator("script, img, svg, form, [onerror], [onload]")).toHaveCount(0);
  for (const link of await answer.getByRole("link").all()) {
    await link.click();
  }
  expect(await page.evaluate(() => "harmed" in window)).toBe(false);
  expect(asked.filter((url) => url.includes("example.com"))).toEqual([]);
});

test("output of a terminal is text, with colours", async ({ panel }) => {
  await panel.begin();
  await panel.send(
    "/run printf '\\033[31mred\\033[0m <b onclick=x>bold</b>\\n'; sleep 1; echo end; sleep 60",
  );
  await panel.get("permission-option").first().click();
  const terminal = panel.get("terminal");
  await expect(terminal).toContainText("end");
  await expect(terminal.locator(".ansi-red-fg")).toHaveText("red");
  await expect(terminal.locator("b")).toHaveCount(0);
  await panel.get("stop").click();
  await expect(panel.ends).toHaveCount(1);
});
