// The built-in canvases, drawn from what the real server says of them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./canvas_fixtures";

const MARKDOWN = `# Release plan

Some **bold** text, a [link](https://example.org) and \`code\`.

| step | who |
|---|---|
| build | Ada |

\`\`\`python
def build(target: str) -> None:
    print(f"building {target}")
\`\`\`

\`\`\`mermaid
flowchart LR
  A[Edit] --> B{Tests?} -->|green| C[Ship]
  B -->|red| A
\`\`\`

- [x] tests
- [ ] docs
`;

test("Markdown has code in colours, tables and diagrams", async ({ canvas, page }) => {
  await canvas.open("markdown", { text: MARKDOWN });
  await expect(page.getByTestId("diagram")).toBeVisible();
  await expect(page.locator(".hljs-keyword").first()).toBeVisible();
  await canvas.look("markdown");
});

test("a chart is drawn", async ({ canvas, page }) => {
  await canvas.open("chart", {
    spec: {
      mark: "bar",
      title: "Duration of the tests",
      data: {
        values: [
          { name: "unit", seconds: 12, kind: "fast" },
          { name: "wire", seconds: 95, kind: "slow" },
          { name: "editors", seconds: 60, kind: "slow" },
        ],
      },
      encoding: {
        x: { field: "name", type: "nominal" },
        y: { field: "seconds", type: "quantitative" },
        color: { field: "kind", type: "nominal" },
      },
    },
  });
  await expect(page.getByTestId("chart").locator(".mark-rect path").first()).toBeVisible();
  await canvas.look("chart");
});

test("a table is sorted, filtered and paged by the server", async ({ canvas, page }) => {
  const rows = Array.from({ length: 250 }, (_, at) => [`name ${at}`, at * 7]);
  await canvas.open("table", {
    columns: [
      { key: "name", title: "Name" },
      { key: "size", title: "Size" },
    ],
    rows,
  });
  await expect(page.getByTestId("row-count")).toHaveText("250 rows");
  await page.getByTestId("next-page").click();
  await expect(page.getByTestId("page")).toHaveText("2 of 5");
  await page.getByTestId("sort-size").click();
  await expect(page.locator("th[aria-sort=ascending]")).toContainText("Size");
  await page.getByTestId("sort-size").click();
  await expect(page.locator("th[aria-sort=descending]")).toContainText("Size");
  await page.getByTestId("filter").fill("name 24");
  await expect(page.getByTestId("row-count")).toHaveText("11 of 250 rows");
  await expect(page.locator("tbody tr").first()).toContainText("name 249");
  await canvas.look("table");
});

test("of a hundred thousand rows in a file a page is read at a time, and copied", async ({
  canvas,
  host,
  page,
  scratch,
}) => {
  const rows = Array.from({ length: 100_000 }, (_, at) => `${at},name ${at}`);
  writeFileSync(join(scratch, "project", "large.csv"), ["number,name", ...rows].join("\n"));
  await canvas.open("table", { file: "large.csv" });
  await expect(page.getByTestId("row-count")).toHaveText("100,000 rows");
  await page.getByTestId("sort-number").click();
  await expect(page.locator("th[aria-sort=ascending]")).toContainText("number");
  await page.getByTestId("sort-number").click();
  await expect(page.locator("tbody tr").first()).toContainText("name 99999");
  await expect(page.locator("tbody tr")).toHaveCount(50);
  await page.getByTestId("filter").fill("name 4217");
  await expect(page.getByTestId("row-count")).toHaveText("11 of 100,000 rows");
  await page.getByRole("button", { name: "Copy" }).click();
  const [copied] = host.called("host/copy");
  const lines = String(copied?.params.text).split("\n");
  expect(lines).toHaveLength(12);
  expect(lines.slice(0, 2)).toEqual(["number\tname", "42179\tname 42179"]);
});

test("a form is checked, sent, and its answer kept", async ({ canvas, page }) => {
  const { conversationId } = await canvas.open("form", {
    message: "Where shall it be **deployed**?",
    schema: {
      type: "object",
      required: ["place"],
      properties: {
        place: { type: "string", title: "Place", enum: ["staging", "production"] },
        replicas: { type: "integer", title: "Replicas", minimum: 1, default: 2 },
        dry: { type: "boolean", title: "Dry run" },
      },
    },
  });
  await page.getByTestId("submit").click();
  await expect(page.getByRole("alert")).toHaveText("Choose one.");
  await canvas.look("form-problem");
  await page.getByLabel("Place").selectOption("staging");
  await page.getByLabel("Dry run").check();
  await page.getByTestId("submit").click();
  await expect(page.getByTestId("form-state")).toContainText("Sent to the agent");
  await canvas.look("form");
  expect(conversationId).toBeTruthy();
});

test("a diff shows its lines", async ({ canvas, page }) => {
  await canvas.open("diff", {
    files: [{ path: "src/app.py", oldText: "a = 1\nb = 2\n", newText: "a = 1\nb = 3\nc = 4\n" }],
  });
  await expect(page.locator(".diff-line.added")).toHaveCount(2);
  await canvas.look("diff");
});

test("a plan shows what is done", async ({ canvas, page }) => {
  await canvas.open("plan", {
    entries: [
      { content: "Read the issue", status: "completed" },
      { content: "Write the test", status: "in_progress", priority: "high" },
      { content: "Mend it", status: "pending" },
    ],
  });
  await expect(page.getByTestId("plan").locator("li")).toHaveCount(3);
  await canvas.look("plan");
});

test("a terminal shows its colours", async ({ canvas, page }) => {
  await canvas.open("terminal", {
    command: "make test",
    output: "\u001b[32m12 passed\u001b[0m, \u001b[31m1 failed\u001b[0m\r\n",
    exitCode: 1,
  });
  await expect(page.locator(".ansi-green-fg")).toHaveText("12 passed");
  await canvas.look("terminal");
});

test("a trace lists what the agent and Easel said to each other", async ({ canvas, page }) => {
  await canvas.open("trace", {});
  await expect(page.getByTestId("trace")).toBeVisible();
  await canvas.look("trace");
});

test("a canvas that is updated is drawn anew", async ({ canvas, page }) => {
  const { channel, conversationId, instanceId } = await canvas.open("markdown", { text: "first" });
  await expect(page.getByText("first")).toBeVisible();
  await canvas.server.request("easel/canvas/open", {
    conversationId,
    canvasId: "markdown",
    extensionId: "easel",
    instanceId,
    input: { text: "second" },
  });
  await expect(page.getByText("second")).toBeVisible();
  await canvas.server.request("easel/canvas/close", { channel });
});

test("without a server a canvas says why, until there is one again", async ({
  canvas,
  host,
  page,
}) => {
  await canvas.open("markdown", { text: "first" });
  await expect(page.getByText("first")).toBeVisible();
  await host.setState({ state: "failed", message: "The server did not start." });
  await expect(page.getByTestId("canvas-problem")).toContainText("The server did not start.");
  await host.setState({ state: "ready" });
  await expect(page.getByTestId("canvas-problem")).toHaveCount(0);
});
