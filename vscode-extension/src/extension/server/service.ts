import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
} from "vscode";
import type { ServerState } from "../../bridge/messages";
import type { NotificationMethod } from "../../protocol";
import { makeConnection, type ServerConnection } from "./client";
import { NOTIFICATIONS } from "./notifications";
import { failedState, SetupError, serverAction, UNTRUSTED } from "./state";

/** A notification of the server. */
export interface ServerNotification {
  readonly method: NotificationMethod;
  readonly params: unknown;
}

export interface ServiceOptions {
  /**
   * The program `easel`; makes its environment at first use, or anew, and tells each step of that.
   *
   * Throws a `SetupError`.
   */
  readonly locate: (anew: boolean, onStep: (step: string) => void) => Promise<string>;
  /** The arguments of `easel` that start the server. */
  readonly arguments: () => readonly string[];
  readonly isTrusted: () => boolean;
  readonly clientId: string;
  readonly settingKeys: readonly string[];
  readonly output: LogOutputChannel;
  /** What answers the requests of the server, by their methods. */
  readonly requests: () => Readonly<Record<string, (params: unknown) => Promise<unknown>>>;
}

/** There is no server to ask. */
export class ServerNotReadyError extends Error {}

const RESTARTS = 3;
const WITHIN_MS = 60_000;

/** The server's life: at most one at a time, started at first use, restarted when it is lost. */
export class ServerService implements Disposable {
  readonly #states = new EventEmitter<ServerState>();
  readonly #notifications = new EventEmitter<ServerNotification>();
  readonly onDidChangeState = this.#states.event;
  readonly onNotification = this.#notifications.event;
  #state: ServerState = { state: "starting" };
  /** Never rejects. */
  #steps: Promise<void> = Promise.resolve();
  #connection: ServerConnection | undefined;
  #losses: readonly number[] = [];
  #isWanted = false;
  #disposed = false;

  constructor(private readonly options: ServiceOptions) {
    if (!options.isTrusted()) this.#state = UNTRUSTED;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Start the server unless it runs, or this folder is not trusted. Never rejects. */
  start(): Promise<void> {
    this.#isWanted = true;
    if (this.#isReady) return Promise.resolve();
    return this.#next(async () => {
      if (!this.#isReady && this.#state.state !== "failed") await this.#start(false);
    });
  }

  /** What the server depends on is different now: start it again, if it was started at all. */
  async refresh(): Promise<void> {
    if (this.#isWanted) await this.restart();
    else if (this.options.isTrusted()) this.#become({ state: "starting" });
  }

  /** End the server and start it again. `anew`: with an environment that is made anew. */
  restart(anew = false): Promise<void> {
    this.#isWanted = true;
    return this.#next(async () => {
      await this.#end();
      this.#losses = [];
      await this.#start(anew);
    });
  }

  /**
   * Ask the server; waits for it to start.
   *
   * Throws a `ServerNotReadyError`, or the `ResponseError` of the server.
   */
  async request(method: string, params: unknown, token?: CancellationToken): Promise<unknown> {
    await this.start();
    const { client } = this.#ready();
    // An undefined argument would be sent as a second param.
    return token ? client.sendRequest(method, params, token) : client.sendRequest(method, params);
  }

  /** Tell the server; throws a `ServerNotReadyError`. */
  async notify(method: string, params: unknown): Promise<void> {
    await this.#ready().client.sendNotification(method, params);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#end();
    this.#states.dispose();
    this.#notifications.dispose();
  }

  get #isReady(): boolean {
    return this.#connection !== undefined && this.#state.state === "ready";
  }

  /** Starts and ends follow each other: two servers are never up at once. */
  #next(step: () => Promise<void>): Promise<void> {
    this.#steps = this.#steps.then(step);
    return this.#steps;
  }

  #ready(): ServerConnection {
    if (this.#connection && this.#isReady) return this.#connection;
    throw new ServerNotReadyError(this.#state.message ?? "The server is not ready.");
  }

  async #start(anew: boolean): Promise<void> {
    if (!this.options.isTrusted()) return this.#become(UNTRUSTED);
    this.#become({ state: "starting", message: "Starting …" });
    try {
      await this.#connect(await this.options.locate(anew, (step) => this.#setUp(step)));
      this.#become({ state: "ready" });
    } catch (error) {
      this.options.output.error(error instanceof Error ? error : String(error));
      if (error instanceof SetupError && error.output) this.options.output.error(error.output);
      const tail = this.#connection?.stderrTail();
      await this.#end();
      this.#become(failedState(withTail(error, tail)));
    }
  }

  #setUp(step: string): void {
    this.#become({ state: "starting", message: `Setting up the server, once: ${step} …` });
  }

  async #connect(easel: string): Promise<void> {
    const args = this.options.arguments();
    this.options.output.info(`starting ${[easel, ...args].join(" ")}`);
    const connection = makeConnection({
      easel,
      arguments: args,
      clientId: this.options.clientId,
      settingKeys: this.options.settingKeys,
      output: this.options.output,
      onLost: () => this.#lost(connection),
    });
    this.#connection = connection;
    for (const method of NOTIFICATIONS) {
      connection.client.onNotification(method, (params: unknown) => {
        this.#notifications.fire({ method, params });
      });
    }
    for (const [method, answer] of Object.entries(this.options.requests())) {
      connection.client.onRequest(method, answer);
    }
    await connection.client.start();
  }

  /** The server ended by itself: start it again, unless it does that too often. */
  #lost(connection: ServerConnection): void {
    if (this.#disposed || connection !== this.#connection || this.#state.state !== "ready") return;
    const now = Date.now();
    this.#losses = [...this.#losses.filter((at) => now - at < WITHIN_MS), now];
    this.#connection = undefined;
    void connection.end();
    if (this.#losses.length > RESTARTS) {
      this.#become({
        state: "failed",
        message: `The server ended ${this.#losses.length} times within a minute. ${lastLines(connection.stderrTail())}`,
        actions: [serverAction("restart"), serverAction("showOutput")],
      });
      return;
    }
    this.options.output.warn("the server ended unexpectedly; starting it again");
    void this.start();
  }

  async #end(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.end();
  }

  #become(state: ServerState): void {
    if (this.#disposed) return;
    this.#state = state;
    this.#states.fire(state);
  }
}

function withTail(error: unknown, tail: string | undefined): unknown {
  if (error instanceof SetupError || !tail) return error;
  return new SetupError(`The server did not start. ${lastLines(tail)}`, [
    "restart",
    "install",
    "choosePath",
    "showOutput",
  ]);
}

function lastLines(tail: string): string {
  return tail.split("\n").slice(-3).join("\n");
}
