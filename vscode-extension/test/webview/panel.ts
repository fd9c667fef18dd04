import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import type { ChatCommand, ToWebview } from "../../src/bridge/messages";
import { ARTIFACTS } from "../e2e/places";
import { THEMES, type Theme } from "./themes";

/** The chat panel in words of its users. */
export class Panel {
  constructor(readonly page: Page) {}

  get(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  get prompt(): Locator {
    return this.get("composer-input");
  }

  get answers(): Locator {
    return this.get("message-assistant");
  }

  get ends(): Locator {
    return this.get("turn-end");
  }

  /** Begin a conversation, with a certain agent if wanted: that one is chosen below the list. */
  async begin(agent?: string): Promise<void> {
    if (agent !== undefined) {
      await this.get("agent-picker").click();
      await this.get(`agent-picker-${agent}`).click();
    }
    await this.command({ command: "newConversation" });
    await expect(this.get("empty-thread")).toBeVisible();
  }

  /** Choose a command of VS Code: in the title of the view, its menu or the palette. */
  async command(params: ChatCommand): Promise<void> {
    const data: ToWebview = { kind: "notification", method: "host/command", params };
    await this.page.evaluate(
      (message) => dispatchEvent(new MessageEvent("message", { data: message, origin })),
      data,
    );
  }

  /** Choose an entry of the conversation's menu. */
  async menu(entry: string): Promise<void> {
    await this.get("thread-menu").click();
    await this.get(`thread-menu-${entry}`).click();
  }

  async send(text: string): Promise<void> {
    await this.prompt.fill(text);
    await this.prompt.press("Enter");
  }

  /** Send a prompt and wait for the end of its turn. */
  async ask(text: string): Promise<void> {
    const before = await this.ends.count();
    await this.send(text);
    await expect(this.ends).toHaveCount(before + 1);
  }

  /** Keep pictures for people to look at, in every theme: artifacts/panel/THEME/NAME.png. */
  async screenshot(name: string): Promise<void> {
    await this.inEveryTheme(async (theme) => {
      await this.page.screenshot({ path: join(ARTIFACTS, "panel", theme, `${name}.png`) });
    });
  }

  async inEveryTheme(look: (theme: string) => Promise<void>): Promise<void> {
    for (const [theme, looks] of Object.entries(THEMES).reverse()) {
      await this.#paint(looks);
      await look(theme);
    }
  }

  #paint({ bodyClass, variables }: Theme): Promise<void> {
    return this.page.evaluate(
      ([name, all]) => {
        document.body.className = name;
        const { style } = document.documentElement;
        for (const variable of [...style].filter((each) => each.startsWith("--vscode"))) {
          style.removeProperty(variable);
        }
        for (const [variable, value] of Object.entries(all)) {
          style.setProperty(variable, value);
        }
      },
      [bodyClass, variables] as const,
    );
  }
}
