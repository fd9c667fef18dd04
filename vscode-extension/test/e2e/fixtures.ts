import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import {
  type BrowserContext,
  test as base,
  chromium,
  expect,
  type Page,
  type TestInfo,
} from "@playwright/test";
import { ensureChromium } from "../../tools/lib/chromium.mjs";
import { startVSCode } from "../../tools/lib/start-vscode.mjs";
import { extensionsFolder } from "./global_setup";
import { EASEL } from "./places";
import { VSCode } from "./vscode";

export { expect };

/** What a spec can set with `test.use`. */
export interface Options {
  /** Settings of the machine, on top of those that every test has. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The files of the folder that is open, by their paths. */
  readonly files: Readonly<Record<string, string>>;
  /** The folders with the programs of the machine; by default those of whoever runs the tests. */
  readonly path: readonly string[] | null;
  /** Ask for trust in the folder, as a desktop does. */
  readonly trust: boolean;
  /** Allow pages to load an extension under development; then there are no notifications. */
  readonly development: boolean;
}

interface Fixtures {
  /** A folder that is gone after the test. */
  readonly scratch: string;
  /** A window of a VS Code of its own. */
  readonly vscode: VSCode;
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const test = base.extend<Options & Fixtures>({
  settings: [{}, { option: true }],
  files: [{ "greet.py": 'def greet(name):\n    return "Hello, " + name\n' }, { option: true }],
  path: [null, { option: true }],
  trust: [false, { option: true }],
  development: [false, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  scratch: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "easel-e2e-"));
    await use(folder);
    await removePatiently(folder);
  },

  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: ensureChromium(), args: FLAGS });
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],

  vscode: async ({ scratch, settings, files, path, trust, development, page }, use, testInfo) => {
    const workspace = join(scratch, "project");
    writeFiles(workspace, files);
    const { url, stop } = await startVSCode({
      state: makeFolder(scratch, "vscode"),
      extensions: extensionsFolder(),
      settings: { ...usual(scratch), ...settings },
      env: {
        HOME: makeFolder(scratch, "home"),
        ...(path && { PATH: path.join(delimiter) }),
      },
      trust,
      development,
    });
    await page.goto(`${url}/?folder=${encodeURIComponent(workspace)}`);
    await page.locator(".monaco-workbench .activitybar").waitFor({ timeout: 60_000 });
    await use(new VSCode(page, workspace, stateDir(scratch)));
    await stop();
    if (testInfo.status !== testInfo.expectedStatus) await attachLogs(scratch, testInfo);
  },

  context: async ({ context }, use) => {
    await stayAtHome(context);
    await use(context);
  },
});

/** Another window on the same VS Code. */
export async function openWindow(vscode: VSCode): Promise<VSCode> {
  const page: Page = await vscode.page.context().newPage();
  await page.goto(vscode.page.url());
  await page.locator(".monaco-workbench .activitybar").waitFor({ timeout: 60_000 });
  return new VSCode(page, vscode.workspace, vscode.stateDir);
}

function usual(scratch: string): Readonly<Record<string, unknown>> {
  return {
    "easel.server.path": EASEL,
    "easel.stateDir": stateDir(scratch),
    "easel.defaultAgent": "easel-practice",
  };
}

function stateDir(scratch: string): string {
  return join(scratch, "easel");
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** What the extension and the server have logged, for whoever looks into a failure. */
async function attachLogs(scratch: string, testInfo: TestInfo): Promise<void> {
  const names = readdirSync(scratch, { recursive: true, encoding: "utf8" });
  const logs = names.filter((name) => /(Easel\.log|easel\/log|vscode\.log)$/.test(name));
  for (const name of logs) {
    await testInfo.attach(basename(name), { path: join(scratch, name), contentType: "text/plain" });
  }
}

function makeFolder(...parts: [string, ...string[]]): string {
  const path = join(...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Easel ends after the editor, and writes until then. */
async function removePatiently(folder: string): Promise<void> {
  await expect(() => rmSync(folder, { recursive: true, force: true })).toPass({ timeout: 15_000 });
}

/** Let the pages reach nothing but this machine. */
async function stayAtHome(context: BrowserContext): Promise<void> {
  await context.route(
    ({ hostname }) =>
      !["127.0.0.1", "localhost"].includes(hostname) && !hostname.endsWith(".localhost"),
    (route) => route.abort(),
  );
}
