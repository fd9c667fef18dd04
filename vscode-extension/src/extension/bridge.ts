// Connects one webview with the server and with what only the host can do.

import {
  type CancellationToken,
  CancellationTokenSource,
  Disposable,
  EventEmitter,
  type LogOutputChannel,
  type Webview,
} from "vscode";
import { parseFromWebview } from "../bridge/from_webview";
import type {
  BridgeError,
  FromWebview,
  HostErrorKind,
  HostPushes,
  RequestId,
  ToWebview,
} from "../bridge/messages";
import { ShapeError } from "../bridge/shape";
import { ServerNotReadyError, type ServerService } from "./server/service";

/** Carries out a `host/…` request; throws a `ShapeError` if the params do not fit. */
export type HostHandler = (params: unknown) => unknown;

export interface BridgeOptions {
  readonly webview: Webview;
  readonly server: ServerService;
  readonly output: LogOutputChannel;
  /** The handler of a `host/…` method, if there is one. */
  readonly handler: (method: string) => HostHandler | undefined;
  /** Which messages between the webview and the server may pass. All by default. */
  readonly mayPass?: (method: string, params: unknown) => boolean;
}

const INTERNAL_ERROR = -32603;
const INVALID_PARAMS = -32602;
const METHOD_NOT_FOUND = -32601;

/** Lives as long as its webview. */
export class Bridge implements Disposable {
  readonly #ready = new EventEmitter<void>();
  /** The webview listens: for the first time, or again after it was loaded anew. */
  readonly onReady = this.#ready.event;
  readonly #running = new Map<RequestId, CancellationTokenSource>();
  readonly #subscriptions: Disposable;

  constructor(private readonly options: BridgeOptions) {
    const { webview, server } = options;
    this.#subscriptions = Disposable.from(
      this.#ready,
      webview.onDidReceiveMessage((message) => this.#receive(message)),
      server.onNotification(({ method, params }) => {
        if (this.#mayPass(method, params)) this.#post({ kind: "notification", method, params });
      }),
      server.onDidChangeState((state) => this.push("host/serverState", state)),
    );
  }

  push<Method extends keyof HostPushes>(method: Method, params: HostPushes[Method]): void {
    this.#post({ kind: "notification", method, params });
  }

  /** Prompts that the webview waits for go on: closing a panel stops nothing. */
  dispose(): void {
    this.#running.clear();
    this.#subscriptions.dispose();
  }

  #post(message: ToWebview): void {
    void this.options.webview.postMessage(message);
  }

  #receive(message: unknown): void {
    let parsed: FromWebview;
    try {
      parsed = parseFromWebview(message);
    } catch (error) {
      this.options.output.warn(`a webview sent something that is no message: ${error}`);
      return;
    }
    this.#dispatch(parsed);
  }

  #dispatch(message: FromWebview): void {
    switch (message.kind) {
      case "ready":
        this.push("host/serverState", this.options.server.state);
        this.#ready.fire();
        return;
      case "request":
        void this.#answer(message);
        return;
      case "cancel":
        this.#running.get(message.id)?.cancel();
        return;
      case "notification":
        void this.#notify(message.method, message.params);
    }
  }

  async #answer({ id, method, params }: FromWebview & { kind: "request" }): Promise<void> {
    const cancellation = new CancellationTokenSource();
    this.#running.set(id, cancellation);
    try {
      const result = method.startsWith("host/")
        ? await this.#ask(method, params)
        : await this.#pass(method, params, cancellation.token);
      this.#post({ kind: "response", id, result: result ?? {} });
    } catch (error) {
      this.#post({ kind: "response", id, error: asBridgeError(error) });
    } finally {
      this.#running.delete(id);
      cancellation.dispose();
    }
  }

  #pass(method: string, params: unknown, token: CancellationToken): Promise<unknown> {
    if (!this.#mayPass(method, params)) throw new UnknownMethodError(method);
    return this.options.server.request(method, params, token);
  }

  #mayPass(method: string, params: unknown): boolean {
    return this.options.mayPass?.(method, params) ?? true;
  }

  #ask(method: string, params: unknown): unknown {
    const handler = this.options.handler(method);
    if (!handler) throw new UnknownMethodError(method);
    return handler(params);
  }

  async #notify(method: string, params: unknown): Promise<void> {
    try {
      if (!this.#mayPass(method, params)) throw new UnknownMethodError(method);
      await this.options.server.notify(method, params);
    } catch (error) {
      this.options.output.warn(`${method} was not sent: ${error}`);
    }
  }
}

class UnknownMethodError extends Error {
  constructor(method: string) {
    super(`${method} cannot be asked for here.`);
  }
}

function asBridgeError(error: unknown): BridgeError {
  if (error instanceof ShapeError) {
    return { ...hostError(INVALID_PARAMS, error.message, "invalidParams", error.path) };
  }
  if (error instanceof UnknownMethodError) {
    return hostError(METHOD_NOT_FOUND, error.message, "hostError");
  }
  if (error instanceof ServerNotReadyError) {
    return hostError(INTERNAL_ERROR, error.message, "serverNotReady");
  }
  if (isResponseError(error)) {
    return { code: error.code, message: error.message, data: error.data };
  }
  return hostError(INTERNAL_ERROR, String((error as Error)?.message ?? error), "hostError");
}

function hostError(code: number, message: string, kind: HostErrorKind, path?: string): BridgeError {
  return { code, message, data: { kind, ...(path !== undefined && { path }) } };
}

function isResponseError(error: unknown): error is BridgeError {
  return error instanceof Error && typeof (error as { code?: unknown }).code === "number";
}
