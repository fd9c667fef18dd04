import { type ChildProcess, spawn } from "node:child_process";
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { EASEL } from "../e2e/places";

export interface ServerOptions {
  /** Where conversations are kept. Servers may share it. */
  readonly state: string;
  readonly workspace: string;
  readonly home: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

const CONVERSATION_NOT_FOUND = -33001;

/** A real `easel serve`, spoken to as an editor does. */
export class EaselServer {
  #settings: Readonly<Record<string, unknown>> = {};
  #configured = false;

  private constructor(
    readonly process: ChildProcess,
    readonly connection: MessageConnection,
  ) {}

  static async start({ state, workspace, home, settings }: ServerOptions): Promise<EaselServer> {
    const process_ = spawn(EASEL, ["serve", "--state-dir", state], {
      cwd: workspace,
      env: { ...process.env, HOME: home, XDG_STATE_HOME: home, XDG_CONFIG_HOME: home },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const connection = createMessageConnection(
      new StreamMessageReader(process_.stdout),
      new StreamMessageWriter(process_.stdin),
    );
    const server = new EaselServer(process_, connection);
    server.#settings = settings ?? {};
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => server.#settings),
    );
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("workspace/applyEdit", () => ({ applied: false }));
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      clientInfo: { name: "Panel", version: "1" },
      rootUri: `file://${workspace}`,
      workspaceFolders: [{ uri: `file://${workspace}`, name: "project" }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        experimental: { easel: { protocolVersion: 1, canvas: { profile: "pr298-r1" } } },
      },
      initializationOptions: { easel: settings ?? {} },
    });
    await connection.sendNotification("initialized", {});
    return server;
  }

  request<T>(method: string, params: object): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  /** It runs, with the settings that it began with. */
  get isAsStarted(): boolean {
    return this.#runs && !this.#configured;
  }

  /** Change the settings of the editor. */
  async configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
    this.#configured = true;
    this.#settings = { ...this.#settings, ...settings };
    await this.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  /** Have all conversations and their agents gone. */
  async deleteConversations(): Promise<void> {
    const list = () =>
      this.request<{ conversations: { id: string }[] }>("easel/conversation/list", {});
    for (let { conversations } = await list(); conversations.length > 0; ) {
      for (const { id } of conversations) {
        await this.request("easel/conversation/delete", { conversationId: id }).catch(isGone);
      }
      ({ conversations } = await list());
    }
  }

  async stop(): Promise<void> {
    if (!this.#runs) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    const patience = setTimeout(() => this.process.kill("SIGKILL"), 5000);
    await this.connection.sendRequest("shutdown").catch(() => {});
    await this.connection.sendNotification("exit").catch(() => {});
    await ended;
    clearTimeout(patience);
    this.connection.dispose();
  }

  /** As a crash of the machine or a `kill -9` does. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
    this.connection.dispose();
  }

  get #runs(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }
}

/** A page that was closed may have been deleting it. */
function isGone(error: unknown): void {
  if (!(error instanceof ResponseError && error.code === CONVERSATION_NOT_FOUND)) throw error;
}
