import { Disposable, type Uri, type ViewColumn, type WebviewPanel } from "vscode";
import type { ConversationId, OpenCanvas } from "../../protocol";
import { Bridge, type BridgeOptions } from "../bridge";
import { CANVAS_SOURCES } from "../content_security_policy";
import { webviewHtml, webviewRoot } from "../webview_html";

export const CANVAS_VIEW = "easel.canvas";

/** What the page of a canvas may ask of the host; the rest is for the chat panel. */
const HOST_METHODS = new Set([
  "host/copy",
  "host/openDiff",
  "host/openExternal",
  "host/openLocation",
  "host/saveText",
  "host/showOutput",
]);

export interface CanvasPanelOptions {
  readonly panel: WebviewPanel;
  readonly channel: string;
  readonly conversationId: ConversationId;
  readonly extension: Uri;
  readonly bridge: Omit<BridgeOptions, "webview">;
  /** The tab was closed, by a person or with its canvas. */
  readonly onClosed: () => void;
}

/** A tab that shows a canvas. */
export class CanvasPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #subscriptions: Disposable;
  readonly conversationId: ConversationId;

  constructor({ panel, channel, conversationId, ...options }: CanvasPanelOptions) {
    this.#panel = panel;
    this.conversationId = conversationId;
    const { webview } = panel;
    const { extension } = options;
    webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(extension)] };
    const bridge = new Bridge({
      ...options.bridge,
      webview,
      handler: (method) => (HOST_METHODS.has(method) ? options.bridge.handler(method) : undefined),
      mayPass: (method, params) => method.startsWith("easel/ahp/") && isAbout(channel, params),
    });
    this.#subscriptions = Disposable.from(
      bridge,
      panel.onDidDispose(() => {
        this.#subscriptions.dispose();
        options.onClosed();
      }),
    );
    webview.html = webviewHtml({
      webview,
      extension,
      bundle: "canvas",
      title: "Canvas",
      data: { channel, conversation: conversationId },
      more: CANVAS_SOURCES,
    });
  }

  /** Which group of editors its tab is in. */
  get column(): ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  rename(title: string): void {
    this.#panel.title = title;
  }

  /** Bring the tab to the front, without the focus. */
  show(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

/** What a tab is called. */
export function titleOf({ title, canvasId, availability }: OpenCanvas): string {
  const name = title || canvasId;
  return availability === "stale" ? `${name} (not available)` : name;
}

function isAbout(channel: string, params: unknown): boolean {
  return (params as { channel?: unknown } | null)?.channel === channel;
}
