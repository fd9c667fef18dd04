// What is long, wide or many, in a narrow panel.
import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures";
import type { Panel } from "./panel";

test.use({ viewport: { width: 300, height: 700 } });

const ENDLESS = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichen".repeat(4);

/** Nothing makes the panel itself scroll sideways. */
async function expectNarrow(panel: Panel): Promise<void> {
  const overhang = await panel.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overhang).toBe(0);
}

async function expectInView(panel: Panel, element: Locator): Promise<void> {
  await expect(element).toBeInViewport({ ratio: 1 });
  await expectNarrow(panel);
}

/** A step of the test agent that sends a tool call. */
function toolCall(fields: object): string {
  const call = { sessionUpdate: "tool_call", toolCallId: "t", kind: "read", title: "Look" };
  return `update ${JSON.stringify({ ...call, ...fields })}`;
}

test("a title without spaces leaves room for everything else", async ({ panel }) => {
  await panel.begin("test-agent");
  await panel.ask(`say ${ENDLESS}`);
  await panel.send("sleep 600000");
  await panel.prompt.fill("what follows");
  for (const id of ["back", "thread-menu", "stop", "send"]) {
    await expectInView(panel, panel.get(id));
  }
  await panel.screenshot("extreme-title");
  await panel.get("back").click();
  await expectInView(panel, panel.get("conversation-row"));
  await panel.screenshot("extreme-list");
});

test("a question of 200 lines can be answered without scrolling", async ({ panel }) => {
  await panel.begin("test-agent");
  const newText = Array.from({ length: 200 }, (_, at) => `line ${at} ${ENDLESS}`).join("\n");
  const content = [{ type: "diff", path: "/project/notes.md", oldText: null, newText }];
  await panel.send(`${toolCall({ kind: "edit", content })}\npermission t title=${ENDLESS}`);
  await expect(panel.get("permission")).toBeVisible();
  for (const option of await panel.get("permission-option").all()) {
    await expectInView(panel, option);
  }
  await expectInView(panel, panel.prompt);
  await panel.screenshot("extreme-permission");
});

test("thirty prompts that wait leave room for the thread and the prompt", async ({ panel }) => {
  await panel.begin("test-agent");
  await panel.send("say working\nsleep 600000");
  await expect(panel.answers.first()).toBeVisible();
  for (let at = 1; at <= 30; at++) await panel.send(`prompt ${at}`);
  await expect(panel.get("queued")).toHaveCount(30);
  await expectInView(panel, panel.prompt);
  await expect(panel.answers.first()).toBeInViewport();
  await panel.screenshot("extreme-queue");
  await panel.get("queued-drop").last().click();
  await expect(panel.get("queued")).toHaveCount(29);
});

test("text from right to left runs from right to left", async ({ panel }) => {
  await panel.begin("test-agent");
  const hebrew = "שלום עולם, זה מבחן של `code` ועוד";
  await panel.ask(`say ${hebrew}`);
  const direction = (element: Locator) =>
    element.evaluate((found) => getComputedStyle(found).direction);
  expect(await direction(panel.answers.first().locator("p").first())).toBe("rtl");
  await panel.prompt.fill(hebrew);
  expect(await direction(panel.prompt)).toBe("rtl");
  await panel.screenshot("extreme-right-to-left");
});

test("a message of a megabyte is shown to its end, and the panel stays quick", async ({
  panel,
}) => {
  await panel.begin("test-agent");
  await panel.ask(`repeat 1000 say ${"lorem ipsum **dolor** ".repeat(48)}\nsay The end of it.`);
  await expect(panel.answers.first()).toContainText("The end of it.");
  await panel.prompt.fill("still here");
  await expectInView(panel, panel.prompt);
  await panel.screenshot("extreme-message");
});

test("a hundred places of a tool call can all be opened", async ({ panel, host }) => {
  await panel.begin("test-agent");
  const locations = Array.from({ length: 100 }, (_, at) => ({
    path: `/project/some/folder/file-${at}.py`,
    line: at + 1,
  }));
  await panel.ask(toolCall({ locations, status: "completed" }));
  await expect(panel.get("location")).toHaveCount(6);
  await panel.get("all-locations").click();
  await expect(panel.get("location")).toHaveCount(100);
  await panel.get("location").last().click();
  await expect.poll(() => host.called("host/openLocation").length).toBe(1);
  expect(JSON.stringify(host.called("host/openLocation")[0]?.params)).toContain("file-99.py");
  await expectNarrow(panel);
  await panel.screenshot("extreme-locations");
  await panel.get("all-locations").click();
  await expect(panel.get("location")).toHaveCount(6);
});

test("fifty files that are pasted leave room for the prompt", async ({ panel }) => {
  await panel.begin("test-agent");
  await panel.prompt.evaluate(
    (element, name) => {
      const clipboardData = new DataTransfer();
      for (let at = 1; at <= 50; at++) {
        clipboardData.items.add(new File(["text"], `${name}-${at}.txt`, { type: "text/plain" }));
      }
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    },
    ENDLESS.slice(0, 50),
  );
  await expect(panel.get("attachment")).toHaveCount(50);
  await expectInView(panel, panel.prompt);
  await expectInView(panel, panel.get("send"));
  await panel.screenshot("extreme-files");
});

test("what the prompt says while it is empty is read in full", async ({ panel }) => {
  await panel.begin("test-agent");
  await panel.send("permission t title=Continue");
  await expect(panel.get("permission")).toBeVisible();
  await expect(panel.prompt).toHaveAttribute("placeholder", /Answer above/);
  const hidden = await panel.prompt.evaluate((field) => field.scrollHeight - field.clientHeight);
  expect(hidden).toBe(0);
  await panel.screenshot("extreme-placeholder");
});
