import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, chromium, expect } from "@playwright/test";
import { ensureChromium } from "../../tools/lib/chromium.mjs";
import { CHECKOUT } from "../e2e/places";
import { EaselServer, type ServerOptions } from "./easel_server";
import { Panel } from "./panel";
import { PanelHost } from "./panel_host";
import { THEMES } from "./themes";

export { expect };

export interface Options {
  /** Settings of the server, on top of those that every test has. */
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Fixtures {
  readonly scratch: string;
  /** Starts a server; all of a test share their conversations. Stopped with the test. */
  readonly startServer: () => Promise<EaselServer>;
  readonly host: PanelHost;
  /** The panel, loaded and connected. */
  readonly panel: Panel;
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
];

export const test = base.extend<Options & Fixtures>({
  settings: [{}, { option: true }],

  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: ensureChromium(), args: FLAGS });
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  scratch: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "easel-panel-"));
    mkdirSync(join(folder, "project", "src"), { recursive: true });
    mkdirSync(join(folder, "home"));
    writeFileSync(join(folder, "project", "notes.md"), "# Notes\n");
    writeFileSync(join(folder, "project", "src", "app.py"), "print('hello')\n");
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  startServer: async ({ scratch, settings }, use) => {
    const servers: EaselServer[] = [];
    const options: ServerOptions = {
      state: join(scratch, "state"),
      workspace: join(scratch, "project"),
      home: join(scratch, "home"),
      settings: { ...usual(scratch), ...settings },
    };
    await use(async () => {
      const server = await EaselServer.start(options);
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },

  host: async ({ page }, use) => {
    const host = new PanelHost(page);
    await use(host);
    expect(host.complaints).toEqual([]);
  },

  panel: async ({ page, host, startServer }, use) => {
    host.state = { state: "starting" };
    await host.load(THEMES.dark);
    await host.connect(await startServer());
    await use(new Panel(page));
  },
});

/** The practice agent, at a pace for tests, and the agent that is told what to do. */
function usual(scratch: string): Readonly<Record<string, unknown>> {
  return {
    defaultAgent: "easel-practice",
    agents: { "test-agent": testAgent(scratch) },
  };
}

/** The scriptable agent of the Python tests: a prompt is a script. */
export function testAgent(scratch: string, ...more: readonly string[]) {
  return {
    command: join(CHECKOUT, ".venv", "bin", "python"),
    args: [
      join(CHECKOUT, "tests", "easel_testing", "test_agent", "__main__.py"),
      "--state",
      join(scratch, "agent"),
      ...more,
    ],
    env: { PYTHONPATH: join(CHECKOUT, "tests") },
  };
}
