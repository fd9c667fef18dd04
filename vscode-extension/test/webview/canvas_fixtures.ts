import type { Page } from "@playwright/test";
import { CANVAS_SOURCES } from "../../src/extension/content_security_policy";
import { expectAccessible } from "./accessibility";
import type { EaselServer } from "./easel_server";
import { test as base, expect } from "./fixtures";
import { Panel } from "./panel";
import { THEMES } from "./themes";

export { expect };

export interface Opened {
  readonly channel: string;
  readonly conversationId: string;
  readonly instanceId: string;
}

interface Canvas {
  readonly server: EaselServer;
  /** Open a canvas as an agent does, and show it. */
  open(canvasId: string, input: object): Promise<Opened>;
  /** Keep pictures of it in every theme, in which everybody can use it. */
  look(name: string): Promise<void>;
}

export const test = base.extend<{ canvas: Canvas }>({
  viewport: { width: 900, height: 700 },
  canvas: async ({ page, host, startServer }, use) => {
    const server = await startServer();
    await use({
      server,
      async open(canvasId, input) {
        const { conversation } = await server.request<{ conversation: { id: string } }>(
          "easel/conversation/create",
          {},
        );
        await server.request("easel/conversation/open", { conversationId: conversation.id });
        const { channel, instanceId } = await server.request<Opened>("easel/canvas/open", {
          conversationId: conversation.id,
          canvasId,
          extensionId: "easel",
          input,
        });
        const data = { channel, conversation: conversation.id };
        await host.load(THEMES.dark, { bundle: "canvas", data, more: CANVAS_SOURCES });
        await host.connect(server);
        return { channel, instanceId, conversationId: conversation.id };
      },
      async look(name) {
        await page.evaluate(() => {
          document.documentElement.style.background = "var(--vscode-editor-background)";
        });
        const canvas = new Panel(page);
        await canvas.screenshot(`canvas-${name}`);
        await expectAccessible(canvas, `the canvas ${name}`);
      },
    });
  },
});

/** What reaches the network, apart from the page itself. What a policy refuses does not. */
export async function requestsOf(page: Page): Promise<readonly string[]> {
  const urls: string[] = [];
  await page.route(/^(?!http:\/\/panel\.test\/)/, (route) => {
    urls.push(route.request().url());
    return route.abort();
  });
  return urls;
}
