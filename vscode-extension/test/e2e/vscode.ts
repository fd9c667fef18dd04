import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import { ARTIFACTS } from "./places";

const EXTENSION_ID = "easel.easel";

/** A VS Code window with the extension in it, in words of its users. */
export class VSCode {
  constructor(
    readonly page: Page,
    /** The folder that is open. */
    readonly workspace: string,
    /** Where the server of this window keeps its conversations. */
    readonly stateDir: string,
  ) {}

  /** The chat panel. */
  get chat(): FrameLocator {
    return this.#webview(`[src*="extensionId=${EXTENSION_ID}"][src*="purpose=webviewView"]`);
  }

  /** The page in VS Code's Simple Browser. */
  get browserPage(): FrameLocator {
    const browser = this.#webview('[src*="extensionId=vscode.simple-browser"]');
    return browser.frameLocator(".content iframe");
  }

  /** A question that VS Code asks in the middle of the window. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** A canvas or another webview in a tab; the only one that is visible. */
  get panel(): FrameLocator {
    return this.#webview(
      `[src*="extensionId=${EXTENSION_ID}"]:not([src*="purpose=webviewView"]):visible`,
    );
  }

  get statusItem(): Locator {
    return this.page.locator('.statusbar-item[id="easel.easel.easel.status"]');
  }

  get toasts(): Locator {
    return this.page.locator(".notifications-toasts");
  }

  /** The text of the editor that is in front. */
  get editorText(): Locator {
    return this.page.locator(".editor-group-container.active .editor-instance .view-lines").last();
  }

  /** Where the cursor is, as the status bar has it. */
  get selection(): Locator {
    return this.page.locator('.statusbar-item[id="status.editor.selection"]');
  }

  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget input[type=text]").first();
  }

  tab(title: string | RegExp): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: title });
  }

  /** Open the chat panel, as one does with the mouse. */
  async openChat(): Promise<FrameLocator> {
    await this.page.locator('.activitybar a[aria-label^="Easel"]').click();
    await this.page.locator('iframe.webview[src*="purpose=webviewView"]').waitFor();
    return this.chat;
  }

  /** Open the chat panel and begin a conversation with the default agent. */
  async startConversation(): Promise<FrameLocator> {
    const chat = await this.openChat();
    await this.page.locator('.title-actions [aria-label="New Conversation"]').click();
    await expect(chat.getByTestId("empty-thread")).toBeVisible();
    await chat.getByTestId("composer-input").hover(); // else the button's tooltip lies over the panel
    // The panel puts the cursor there; a question that VS Code asks before that would be closed by it.
    await expect(chat.getByTestId("composer-input")).toBeFocused();
    return chat;
  }

  async send(prompt: string): Promise<void> {
    await this.chat.getByTestId("composer-input").fill(prompt);
    await this.chat.getByTestId("composer-input").press("Enter");
  }

  /** Send a prompt and wait for the end of its turn; returns the last thing that was said. */
  async say(prompt: string): Promise<string> {
    const before = await this.#lastRow("prompt");
    await this.send(prompt);
    const isOver = async () => {
      const begun = await this.#lastRow("prompt");
      return begun > before && (await this.#lastRow("turn-end")) > begun;
    };
    await expect.poll(isOver, { timeout: 90_000 }).toBe(true);
    return (await this.chat.getByTestId("message-assistant").last().textContent()) ?? "";
  }

  /** Run a command of the palette by its whole title, once the palette has it. */
  async command(title: string): Promise<void> {
    await expect(async () => {
      if (await this.quickInput.isVisible()) await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("F1");
      await this.choose(`>${title}`, title, 4000);
    }).toPass();
  }

  /** Reload the window as people do: VS Code keeps what it needs to restore it. */
  async reload(): Promise<void> {
    await Promise.all([
      this.page.waitForEvent("load"),
      this.command("Developer: Reload Window").catch(() => undefined),
    ]);
    await this.page.locator(".monaco-workbench .activitybar").waitFor();
  }

  /** Go to another window, as far as this one can tell. */
  leave(): Promise<void> {
    return this.#setFocus(false);
  }

  comeBack(): Promise<void> {
    return this.#setFocus(true);
  }

  /** The servers of this window: they have its state folder in their command line. */
  servers(): readonly number[] {
    const { stdout } = spawnSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
    const ours = stdout.split("\n").filter((line) => line.includes(`--state-dir ${this.stateDir}`));
    return ours.map((line) => Number.parseInt(line, 10));
  }

  /** Have the server die, and wait for another one in its place. */
  async killServer(): Promise<void> {
    const [first = 0] = this.servers();
    process.kill(first, "SIGKILL");
    await expect.poll(() => this.servers().filter((pid) => pid !== first).length).toBe(1);
  }

  /** Close a tab with the mouse. */
  async closeTab(title: string | RegExp): Promise<void> {
    await this.tab(title).hover();
    await this.tab(title)
      .getByRole("button", { name: /^Close/ })
      .click();
  }

  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.choose(path, path.slice(path.lastIndexOf("/") + 1));
    await this.page.locator(".editor-instance .view-lines").first().waitFor();
  }

  /** Type into the quick pick and take the entry that has this label. */
  async choose(typed: string, label: string, timeout = 45_000): Promise<void> {
    await this.quickInput.waitFor();
    await this.quickInput.fill(typed);
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: label });
    await row.first().waitFor({ timeout });
    await row.first().click();
  }

  /** Answer a question that VS Code asks with a list, by the label of an entry. */
  async answer(question: string, label: string): Promise<void> {
    await this.page.locator(`.quick-input-widget input[placeholder="${question}"]`).waitFor();
    await this.choose(label, label);
  }

  /** Keep a picture for people to look at: artifacts/screenshots/NAME.png. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(ARTIFACTS, "screenshots", `${name}.png`) });
  }

  /** The texts of both sides of the diff editor that is in front. */
  async expectDiff(before: string, after: string): Promise<void> {
    const side = (name: string) =>
      this.page.locator(`.monaco-diff-editor .editor.${name} .view-lines`);
    await expect(side("original")).toContainText(before);
    await expect(side("modified")).toContainText(after);
  }

  /** Playwright gives every page the focus for good, so the page itself is told another answer. */
  async #setFocus(isThere: boolean): Promise<void> {
    await this.page.evaluate(`
      document.hasFocus = () => ${isThere};
      document.dispatchEvent(new Event("visibilitychange"));
    `);
  }

  /** The place in the thread of the last row of a kind; of earlier ones not all are drawn. */
  async #lastRow(testid: string): Promise<number> {
    const rows = this.chat.locator(`[data-index]:has([data-testid="${testid}"])`);
    return (await rows.count()) === 0 ? -1 : Number(await rows.last().getAttribute("data-index"));
  }

  #webview(selector: string): FrameLocator {
    return this.page.frameLocator(`iframe.webview${selector}`).frameLocator("#active-frame");
  }
}
