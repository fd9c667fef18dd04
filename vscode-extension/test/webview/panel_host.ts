import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type Disposable, ResponseError } from "vscode-jsonrpc/node";
import type {
  BridgeError,
  FromWebview,
  HostPushes,
  HostRequestMethod,
  HostRequests,
  ServerState,
  ToWebview,
} from "../../src/bridge/messages";
import { contentSecurityPolicy } from "../../src/extension/content_security_policy";
import { EXTENSION } from "../e2e/places";
import type { EaselServer } from "./easel_server";
import type { Theme } from "./themes";

const ORIGIN = "http://panel.test";
const WEBVIEW = join(EXTENSION, "dist", "webview");

/** Which bundle, and what the extension says to it in the page. */
export interface ShownPage {
  readonly bundle: "chat" | "canvas";
  readonly data: Readonly<Record<string, string>>;
  /** Further sources of the content security policy. */
  readonly more: Readonly<Record<string, string>>;
}

const PANEL: ShownPage = { bundle: "chat", data: {}, more: {} };

type HostAnswers = {
  [M in HostRequestMethod]?: (params: HostRequests[M]["params"]) => HostRequests[M]["result"];
};

export interface HostCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The extension host, as far as the panel can tell: what it asks goes to a real server. */
export class PanelHost {
  /** What the panel asked of the host. */
  readonly calls: HostCall[] = [];
  /** What it answers; by default the friendliest. */
  answers: HostAnswers = {};
  state: ServerState = { state: "ready" };
  server: EaselServer | null = null;
  /** Answers in place of the server, by method. */
  readonly instead = new Map<string, (params: Readonly<Record<string, unknown>>) => unknown>();
  /** Errors and complaints of the page, but for those that a test is about. */
  readonly complaints: string[] = [];
  expected: RegExp | null = null;
  #listening: Disposable | null = null;

  constructor(readonly page: Page) {}

  /** Load the panel, or another page. */
  async load(theme: Theme, shown: ShownPage = PANEL): Promise<void> {
    this.page.on("pageerror", (error) => this.complaints.push(String(error.stack ?? error)));
    this.page.on("console", (message) => {
      if (message.type() === "error" && !this.expected?.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
    await this.page.route(`${ORIGIN}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === "/") {
        return route.fulfill({ contentType: "text/html", body: pageFor(theme, shown) });
      }
      return route.fulfill({ path: join(WEBVIEW, pathname) });
    });
    await this.page.exposeFunction("postToHost", (message: FromWebview) => this.#receive(message));
    await this.page.goto(`${ORIGIN}/`);
  }

  /** Let the panel talk to this server from now on. */
  async connect(server: EaselServer): Promise<void> {
    this.server = server;
    this.#listening = server.connection.onNotification((method, params) => {
      if (method.startsWith("easel/")) {
        void this.#send({ kind: "notification", method, params });
      }
    });
    await this.setState({ state: "ready" });
  }

  /** Pass nothing on any more. */
  disconnect(): void {
    this.#listening?.dispose();
    this.server = null;
  }

  async setState(state: ServerState): Promise<void> {
    this.state = state;
    await this.push("host/serverState", state);
  }

  push<M extends keyof HostPushes>(method: M, params: HostPushes[M]): Promise<void> {
    return this.#send({ kind: "notification", method, params });
  }

  /** A notification as if the server had sent it. */
  notify(method: string, params: unknown): Promise<void> {
    return this.#send({ kind: "notification", method, params });
  }

  called(method: HostRequestMethod): readonly HostCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  async #receive(message: FromWebview): Promise<void> {
    if (message.kind === "ready") {
      await this.push("host/serverState", this.state);
      await this.push("host/context", { file: null, excerpt: null });
    } else if (message.kind === "request") {
      await this.#answer(message);
    } else if (message.kind === "notification") {
      await this.server?.connection.sendNotification(message.method, message.params);
    }
  }

  async #answer({ id, method, params }: FromWebview & { kind: "request" }): Promise<void> {
    try {
      const result = method.startsWith("host/")
        ? this.#hostAnswer(method as HostRequestMethod, params)
        : await (this.instead.get(method)?.(params) ?? this.server?.request(method, params));
      await this.#send({ kind: "response", id, result });
    } catch (error) {
      await this.#send({ kind: "response", id, error: bridgeError(error) });
    }
  }

  #hostAnswer(method: HostRequestMethod, params: Readonly<Record<string, unknown>>): unknown {
    this.calls.push({ method, params });
    const answer = this.answers[method] as ((params: unknown) => unknown) | undefined;
    return answer ? answer(params) : (FRIENDLY[method] ?? {});
  }

  async #send(message: ToWebview): Promise<void> {
    await this.page
      .evaluate((data) => dispatchEvent(new MessageEvent("message", { data, origin })), message)
      .catch(() => {});
  }
}

const FRIENDLY: Partial<Record<HostRequestMethod, unknown>> = {
  "host/confirm": { confirmed: true },
  "host/pickFiles": { files: [] },
  "host/completeFiles": { files: [] },
  "host/runTerminalLogin": { succeeded: true },
  "host/saveText": { saved: true },
  "host/openExternal": { opened: true },
};

function bridgeError(error: unknown): BridgeError {
  if (error instanceof ResponseError) {
    return { code: error.code, message: error.message, data: error.data };
  }
  return { code: -32603, message: String(error), data: { kind: "hostError" } };
}

/** The page as the extension makes it, with the same policy. */
function pageFor(theme: Theme, { bundle, data, more }: ShownPage): string {
  const policy = contentSecurityPolicy(ORIGIN, "n", more);
  const attributes = Object.entries(data).map(([name, value]) => `data-${name}="${value}"`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Easel</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${ORIGIN}/${bundle}.css">
</head>
<body class="${theme.bodyClass}" data-bundle="${bundle}" ${attributes.join(" ")}>
<div id="root"></div>
<script nonce="n">
  const theme = ${JSON.stringify(theme.variables)};
  for (const [name, value] of Object.entries(theme)) document.documentElement.style.setProperty(name, value);
  document.documentElement.style.background = "var(--vscode-sideBar-background)";
  let kept = JSON.parse(sessionStorage.getItem("kept") ?? "null");
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void window.postToHost(message),
    getState: () => kept,
    setState: (state) => { kept = state; sessionStorage.setItem("kept", JSON.stringify(state)); },
  });
</script>
<script nonce="n" src="${ORIGIN}/${bundle}.js"></script>
</body>
</html>`;
}
