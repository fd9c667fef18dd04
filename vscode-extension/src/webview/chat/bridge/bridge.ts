// Requests and notifications over a port.

import type {
  BridgeError,
  BridgeNotificationMethod,
  BridgeNotifications,
  BridgeRequestMethod,
  BridgeRequests,
  FromWebview,
  ToWebview,
} from "../../../bridge/messages";
import type { ErrorKind, JsonObject } from "../../../protocol";

export type ParamsOf<M extends BridgeRequestMethod> = BridgeRequests[M]["params"];
export type ResultOf<M extends BridgeRequestMethod> = BridgeRequests[M]["result"];

/** A request was answered with an error. The message is a sentence for people. */
export class BridgeFailure extends Error {
  override readonly name = "BridgeFailure";

  constructor(readonly error: BridgeError) {
    super(error.message);
  }

  /** The name of the error, if it is one of Easel or of the host. */
  get kind(): ErrorKind | string | undefined {
    return (this.error.data as { kind?: string } | null | undefined)?.kind;
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (failure: BridgeFailure) => void;
}

type Handler = (params: unknown) => void;

export class Bridge {
  readonly #post: (message: FromWebview) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #handlers = new Map<string, Handler>();
  #lastId = 0;

  constructor(post: (message: FromWebview) => void) {
    this.#post = post;
  }

  /** Rejects with a BridgeFailure. */
  request<M extends BridgeRequestMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#post({ kind: "request", id, method, params: { ...params } });
    });
  }

  /** Call `handler` for each notification of a method. There is one handler for each. */
  on<M extends BridgeNotificationMethod>(
    method: M,
    handler: (params: BridgeNotifications[M]) => void,
  ): void {
    this.#handlers.set(method, handler as Handler);
  }

  /** Tell the server something that has no answer. */
  notify(method: string, params: JsonObject): void {
    this.#post({ kind: "notification", method, params });
  }

  /** Say that this side listens. */
  ready(): void {
    this.#post({ kind: "ready" });
  }

  receive(message: ToWebview): void {
    if (message.kind === "notification") {
      this.#handlers.get(message.method)?.(message.params);
    } else if (message.kind === "response") {
      this.#settle(message);
    }
  }

  #settle(message: ToWebview & { kind: "response" }): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("error" in message) {
      waiting?.reject(new BridgeFailure(message.error));
    } else {
      waiting?.resolve(message.result);
    }
  }
}
