import { rmSync } from "node:fs";
import { join } from "node:path";
import { test as base, chromium, expect } from "@playwright/test";
import { ensureChromium } from "../../tools/lib/chromium.mjs";
import { CHECKOUT } from "../e2e/places";
import type { EaselServer } from "./easel_server";
import { Panel } from "./panel";
import { PanelHost } from "./panel_host";
import { Room, SharedRoom } from "./room";
import { THEMES } from "./themes";

export { expect };

export interface Options {
  /** Settings of the server, on top of those that every test has. With any, it is a server of the test's own. */
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Fixtures {
  /** Where the test and its servers are: shared by tests one after the other, restored after each. */
  readonly room: Room;
  /** The folder of the room: the project, what the servers keep, and what the agents keep. */
  readonly scratch: string;
  /**
   * Gives a server without conversations; all of a test share theirs. The first of a test may have
   * served others before: whoever ends it or changes its settings is the last that it serves.
   */
  readonly startServer: () => Promise<EaselServer>;
  readonly host: PanelHost;
  /** The panel, loaded and connected. */
  readonly panel: Panel;
}

interface WorkerFixtures {
  readonly sharedRoom: SharedRoom;
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
];

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
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

  sharedRoom: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
    async ({}, use) => {
      const shared = new SharedRoom();
      await use(shared);
      await shared.end();
    },
    { scope: "worker" },
  ],

  room: async ({ sharedRoom, settings }, use) => {
    if (Object.keys(settings).length === 0) {
      await use(sharedRoom.enter());
      await sharedRoom.leave();
    } else {
      const room = new Room();
      await use(room);
      await room.end();
    }
  },

  scratch: ({ room }, use) => use(room.folder),

  startServer: ({ room, settings }, use) =>
    use(() => room.server({ ...usual(room.folder), ...settings })),

  // It lives in the room: a page that outlived it could begin something there.
  host: async ({ page, room: _ }, use) => {
    const host = new PanelHost(page);
    await use(host);
    host.disconnect();
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
      agentState(scratch),
      ...more,
    ],
    env: { PYTHONPATH: join(CHECKOUT, "tests") },
  };
}

/** Pause the conversation and have the test agent forget its session meanwhile. */
export async function loseSession(panel: Panel, scratch: string): Promise<void> {
  await panel.menu("pause");
  await expect(panel.get("conversation")).toHaveAttribute("data-status", "paused");
  rmSync(agentState(scratch), { recursive: true, force: true });
}

function agentState(scratch: string): string {
  return join(scratch, "agent");
}
