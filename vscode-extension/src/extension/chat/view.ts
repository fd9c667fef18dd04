import {
  type CancellationToken,
  commands,
  Disposable,
  EventEmitter,
  type Uri,
  type WebviewView,
  type WebviewViewProvider,
  type WebviewViewResolveContext,
} from "vscode";
import type { ChatCommand, HostPushes } from "../../bridge/messages";
import { Bridge, type BridgeOptions } from "../bridge";
import { webviewHtml, webviewRoot } from "../webview_html";

export const CHAT_VIEW = "easel.chat";

export interface ChatViewOptions {
  readonly extension: Uri;
  readonly bridge: Omit<BridgeOptions, "webview">;
  /** What is in the active editor. */
  readonly context: () => HostPushes["host/context"];
}

/** The chat panel. What it is told before it listens waits for it. */
export class ChatView implements WebviewViewProvider, Disposable {
  readonly #resolved = new EventEmitter<void>();
  /** The panel was opened: the server is wanted. */
  readonly onDidResolve = this.#resolved.event;
  #view: WebviewView | undefined;
  #bridge: Bridge | undefined;
  #listens = false;
  #waiting: readonly ChatCommand[] = [];

  constructor(private readonly options: ChatViewOptions) {}

  get isVisible(): boolean {
    return this.#view?.visible ?? false;
  }

  resolveWebviewView(
    view: WebviewView,
    _context: WebviewViewResolveContext,
    _token: CancellationToken,
  ): void {
    const { extension, bridge: options } = this.options;
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(extension)] };
    const bridge = new Bridge({ ...options, webview: view.webview });
    this.#view = view;
    this.#bridge = bridge;
    const listening = bridge.onReady(() => this.#welcome());
    view.onDidDispose(() => {
      Disposable.from(listening, bridge).dispose();
      this.#view = this.#bridge = undefined;
      this.#listens = false;
    });
    view.webview.html = webviewHtml({
      webview: view.webview,
      extension,
      bundle: "chat",
      title: "Easel",
    });
    this.#resolved.fire();
  }

  /** Show the panel with the cursor in the prompt. */
  async focus(): Promise<void> {
    await commands.executeCommand(`${CHAT_VIEW}.focus`);
    this.#bridge?.push("host/focus", {});
  }

  /** Show the panel and let it carry out a command. */
  async run(command: ChatCommand): Promise<void> {
    this.#waiting = [...this.#waiting, command];
    await this.focus();
    this.#flush();
  }

  pushContext(): void {
    this.#bridge?.push("host/context", this.options.context());
  }

  /** A number on the icon of the panel; 0: none. */
  showBadge(value: number, tooltip: string): void {
    if (this.#view) this.#view.badge = value > 0 ? { value, tooltip } : undefined;
  }

  dispose(): void {
    this.#bridge?.dispose();
    this.#resolved.dispose();
  }

  #welcome(): void {
    this.#listens = true;
    this.pushContext();
    this.#flush();
  }

  #flush(): void {
    if (!this.#listens) return;
    for (const command of this.#waiting) this.#bridge?.push("host/command", command);
    this.#waiting = [];
  }
}
