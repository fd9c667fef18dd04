// Writes themes.json: what the webviews get of VS Code's own themes, as far as they use it.
//
//   node test/webview/record_themes.mjs

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { ensureChromium } from "../../tools/lib/chromium.mjs";
import { run } from "../../tools/lib/run.mjs";
import { installExtension, startVSCode } from "../../tools/lib/start-vscode.mjs";

const THEMES = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  contrast: "Default High Contrast",
};
/** What lies under the panel. */
const SIDE_BAR = "--vscode-sideBar-background";
const WEBVIEW = "src/webview";

const folder = mkdtempSync(join(tmpdir(), "easel-themes-"));
const vsix = join(folder, "easel.vsix");
run(process.execPath, ["tools/package.mjs", vsix], {});
installExtension(vsix, { state: join(folder, "state"), extensions: join(folder, "extensions") });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });
const themes = {};
for (const [name, theme] of Object.entries(THEMES)) {
  themes[name] = await recordTheme(theme);
}
await browser.close();
writeFileSync("test/webview/themes.json", `${JSON.stringify(themes, null, 2)}\n`);
rmSync(folder, { recursive: true, force: true });

async function recordTheme(theme) {
  const { url, stop } = await startVSCode({
    state: join(folder, "state"),
    extensions: join(folder, "extensions"),
    settings: { "workbench.colorTheme": theme, "easel.server.path": "/bin/false" },
  });
  const page = await browser.newPage();
  await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.activitybar a[aria-label^="Easel"]').click();
  const frame = page.frameLocator("iframe.webview").frameLocator("#active-frame");
  const root = frame.locator("html");
  await frame.locator("#root").waitFor({ state: "attached" });
  const style = await root.getAttribute("style");
  const bodyClass = await frame.locator("body").getAttribute("class");
  await page.close();
  await stop();
  return { bodyClass, variables: wanted(variablesOf(style ?? "")) };
}

function variablesOf(style) {
  return Object.fromEntries(
    style
      .split(";")
      .map((line) => line.split(/:(.*)/s))
      .filter(([name]) => name.trim().startsWith("--"))
      .map(([name, value]) => [name.trim(), value.trim()]),
  );
}

function wanted(variables) {
  const used = new Set(
    [...styleSheets(), SIDE_BAR].flatMap((text) => text.match(/--vscode-[\w-]+/g) ?? []),
  );
  return Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name)));
}

function styleSheets() {
  return readdirSync(WEBVIEW, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".css"))
    .map((name) => readFileSync(join(WEBVIEW, name), "utf8"));
}
