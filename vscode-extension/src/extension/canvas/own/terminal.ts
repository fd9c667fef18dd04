import { Disposable, type Terminal, window } from "vscode";
import { check, object, optional, text } from "../../../bridge/shape";
import type { JsonObject } from "../../../protocol";
import { CLEAR_LINE, ONE_LINE, typedLine } from "./typed_line";
import { CannotShow, type Looks, type News, type OwnKind, type OwnView } from "./view";

const INPUT = object({ command: optional(typedLine), title: optional(text(200)) });
const TYPE = object({ command: typedLine });

const COMMAND = {
  type: "string",
  pattern: ONE_LINE,
  description: "One line to type. It is not run.",
};

/** A terminal with a command typed, which a person may run. */
export const terminal: OwnKind = {
  canvasId: "vscode-terminal",
  displayName: "Terminal",
  description:
    "Open a terminal for the person, with a command typed into it that the person can run or change. For what the person should do, such as a login. It is not run by itself, and its output is not told.",
  inputSchema: {
    type: "object",
    properties: {
      command: COMMAND,
      title: { type: "string", description: "The name of the terminal; short." },
    },
    additionalProperties: false,
  },
  actions: [
    {
      name: "type",
      description:
        "Type another command in place of one that was not run. It is not run either, and nothing is typed into a program that is running.",
      inputSchema: {
        type: "object",
        properties: { command: COMMAND },
        required: ["command"],
        additionalProperties: false,
      },
    },
    {
      name: "state",
      description:
        "Whether the person has run something: {running, exitCode}. The exit code is that of the last command, if it is known.",
      inputSchema: { type: "object", additionalProperties: false },
    },
  ],
  create: (news) => new TerminalView(news),
};

class TerminalView implements OwnView {
  #terminal: Terminal | undefined;
  /** The command of the last input. */
  #wanted: string | undefined;
  /** What was typed and, as far as is known, not run. */
  #typed: string | undefined;
  #running = false;
  #exitCode: number | undefined;
  readonly #subscriptions: Disposable;

  constructor(private readonly news: News) {
    this.#subscriptions = Disposable.from(
      window.onDidCloseTerminal((closed) => {
        if (closed === this.#terminal) news.closed();
      }),
      window.onDidStartTerminalShellExecution(({ terminal: where }) => {
        if (where === this.#terminal) this.#started();
      }),
      window.onDidEndTerminalShellExecution(({ terminal: where, exitCode }) => {
        if (where === this.#terminal) this.#ended(exitCode);
      }),
    );
  }

  readonly actions = {
    type: async (input: JsonObject) => {
      this.#type(check(TYPE, input).command);
      return {};
    },
    state: async () => ({ running: this.#running, exitCode: this.#exitCode ?? null }),
  };

  async show(input: JsonObject): Promise<Looks> {
    const { command, title = "Agent" } = check(INPUT, input);
    this.#terminal ??= window.createTerminal({ name: title, isTransient: true });
    this.#terminal.show(true);
    if (command && command !== this.#wanted) this.#type(command);
    this.#wanted = command;
    return { title: this.#terminal.name };
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#terminal?.dispose();
  }

  #type(command: string): void {
    if (this.#running) {
      throw new CannotShow("A program is running in the terminal.", "terminal_busy");
    }
    this.#terminal?.show(true);
    this.#terminal?.sendText(`${this.#typed ? CLEAR_LINE : ""}${command}`, false);
    this.#typed = command;
  }

  #started(): void {
    this.#running = true;
    this.#typed = undefined;
    this.news.updated({ status: "running" });
  }

  #ended(exitCode: number | undefined): void {
    this.#running = false;
    this.#exitCode = exitCode;
    this.news.updated({ status: exitCode === undefined ? "ended" : `exit code ${exitCode}` });
  }
}
