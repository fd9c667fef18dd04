import { expect, test } from "./fixtures";

test("what an agent shows stands in the thread and in a list, is shown again and closed", async ({
  panel,
  host,
}) => {
  await panel.begin();
  await expect(panel.get("canvases")).toHaveCount(0);
  await panel.ask("/canvas table");
  await panel.ask("/canvas markdown");
  const marks = panel.get("canvas-mark");
  await expect(marks).toHaveCount(2);
  await expect(panel.get("canvases")).toHaveText("2");
  await panel.get("canvases").click();
  await panel.screenshot("canvases");
  await panel.get("canvases-table-1").click();
  await expect.poll(() => host.called("host/openCanvas").length).toBe(1);
  expect(String(host.called("host/openCanvas")[0]?.params.channel)).toMatch(/table-1$/);
  await marks.last().getByRole("button").click();
  await expect.poll(() => host.called("host/openCanvas").length).toBe(2);
  expect(String(host.called("host/openCanvas")[1]?.params.channel)).toMatch(/markdown-1$/);

  await panel.get("canvases").press("ArrowDown");
  await panel.get("canvases-table-1-aside").press("Enter");
  await expect(panel.get("canvases")).toHaveText("1");
  await expect(panel.get("canvases-markdown-1")).toBeFocused();
  await panel.page.keyboard.press("Escape");
  await expect(marks.first()).toContainText("closed");
  await expect(marks.first().getByRole("button")).toHaveCount(0);
  await panel.screenshot("canvas-closed");
});

test("a canvas that a person opens is listed, and leaves the new conversation as it was", async ({
  panel,
  host,
}) => {
  await panel.begin();
  await panel.menu("canvas");
  await expect.poll(() => host.called("host/chooseCanvas").length).toBe(1);
  const conversationId = await panel.get("conversation").getAttribute("data-id");
  const canvasId = "trace";
  await host.server?.request("easel/canvas/open", { conversationId, canvasId });
  await panel.get("canvases").click();
  await expect(panel.get("canvases-trace-1")).toContainText("Messages of the agent");
  await expect(panel.get("empty-thread")).toBeVisible();
});

test("the list of canvases is there again after a reload", async ({ panel, host }) => {
  await panel.begin();
  await panel.ask("/canvas table");
  await expect(panel.get("canvases")).toHaveText("1");
  await panel.page.reload();
  await host.setState({ state: "ready" });
  await expect(panel.get("canvases")).toHaveText("1");
});
