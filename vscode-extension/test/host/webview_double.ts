import { type Disposable, EventEmitter, type LogOutputChannel, type Webview } from "vscode";
import type { ToWebview } from "../../src/bridge/messages";
import { Bridge, type HostHandler } from "../../src/extension/bridge";
import { DiffDocuments } from "../../src/extension/host/diff_documents";
import { FileCompletion } from "../../src/extension/host/file_completion";
import { hostHandlers } from "../../src/extension/host/handlers";
import { LoginTerminals } from "../../src/extension/host/login_terminals";
import type { ServerService } from "../../src/extension/server/service";

/** The far side of a bridge: sends as a webview does, and hears what a webview hears. */
export class WebviewDouble implements Disposable {
  readonly heard: ToWebview[] = [];
  readonly warnings: string[] = [];
  readonly #messages = new EventEmitter<unknown>();
  readonly #posted = new EventEmitter<ToWebview>();
  readonly #diffs = new DiffDocuments();
  readonly #bridge: Bridge;
  #lastId = 0;

  constructor(server: ServerService) {
    const webview = {
      onDidReceiveMessage: this.#messages.event,
      postMessage: async (message: ToWebview) => {
        this.heard.push(message);
        this.#posted.fire(message);
        return true;
      },
    } as unknown as Webview;
    const output = { warn: (line: string) => this.warnings.push(line) };
    const handlers = hostHandlers({
      diffs: this.#diffs,
      completion: new FileCompletion(),
      logins: new LoginTerminals(server),
      showOutput: () => undefined,
      restartServer: async () => undefined,
      runServerAction: () => undefined,
      openCanvas: () => undefined,
      didShow: () => undefined,
    }) as Readonly<Record<string, HostHandler>>;
    this.#bridge = new Bridge({
      webview,
      server,
      output: output as unknown as LogOutputChannel,
      handler: (method) => handlers[method],
    });
  }

  send(message: unknown): void {
    this.#messages.fire(message);
  }

  /** The response to a request: its result, or `{error}`. */
  async request(method: string, params: object): Promise<Record<string, unknown>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = new Promise<ToWebview & { kind: "response" }>((resolve) => {
      const listening = this.#posted.event((message) => {
        if (message.kind !== "response" || message.id !== id) return;
        listening.dispose();
        resolve(message);
      });
    });
    this.send({ kind: "request", id, method, params });
    const response = await answered;
    return "error" in response
      ? { error: response.error }
      : (response.result as Record<string, unknown>);
  }

  dispose(): void {
    for (const each of [this.#bridge, this.#diffs, this.#messages, this.#posted]) each.dispose();
  }
}

/** A server that answers what it is told to. */
export function serverDouble(
  answer: (method: string, params: unknown) => unknown = () => ({}),
): ServerService {
  const never = new EventEmitter<never>();
  return {
    state: { state: "ready" },
    onNotification: never.event,
    onDidChangeState: never.event,
    request: async (method: string, params: unknown) => answer(method, params),
    notify: async () => undefined,
  } as unknown as ServerService;
}
