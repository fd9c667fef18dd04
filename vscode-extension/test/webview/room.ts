import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EaselServer, type ServerOptions } from "./easel_server";

type Settings = NonNullable<ServerOptions["settings"]>;

/** A folder with all that servers keep and the project that they work in; and its servers. */
export class Room {
  readonly folder = mkdtempSync(join(tmpdir(), "easel-panel-"));
  readonly #project = join(this.folder, "project");
  readonly #home = join(this.folder, "home");
  readonly #state = join(this.folder, "state");
  readonly #servers: EaselServer[] = [];
  #handedOut = 0;

  constructor() {
    mkdirSync(this.#home);
    mkdirSync(this.#project);
    this.#restoreProject();
  }

  /** The next server of a test: one that is there already, or else a new one. */
  async server(settings: Settings): Promise<EaselServer> {
    const at = this.#handedOut++;
    const there = this.#servers[at];
    if (there !== undefined) return there;
    const server = await EaselServer.start({
      state: this.#state,
      workspace: this.#project,
      home: this.#home,
      settings,
    });
    this.#servers.push(server);
    return server;
  }

  /**
   * Bring the room back to what a test expects, keeping its first server.
   *
   * False if that cannot be done, because the test has ended that server or changed its settings.
   */
  async restore(): Promise<boolean> {
    this.#handedOut = 0;
    await Promise.all(this.#servers.splice(1).map((server) => server.stop()));
    const [first] = this.#servers;
    if (first?.isAsStarted === false) return false;
    await first?.deleteConversations();
    rmSync(join(this.#state, "trash"), { recursive: true, force: true });
    this.#restoreProject();
    return true;
  }

  async end(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The folder itself stays: servers run in it. */
  #restoreProject(): void {
    for (const name of readdirSync(this.#project)) {
      rmSync(join(this.#project, name), { recursive: true });
    }
    mkdirSync(join(this.#project, "src"));
    writeFileSync(join(this.#project, "notes.md"), "# Notes\n");
    writeFileSync(join(this.#project, "src", "app.py"), "print('hello')\n");
  }
}

/** The room that the tests of a worker use one after the other; made anew when it must be. */
export class SharedRoom {
  #room: Room | undefined;

  enter(): Room {
    this.#room ??= new Room();
    return this.#room;
  }

  async leave(): Promise<void> {
    if (!(await this.#room?.restore())) await this.end();
  }

  async end(): Promise<void> {
    await this.#room?.end();
    this.#room = undefined;
  }
}
