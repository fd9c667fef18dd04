import { type ChildProcess, spawn } from "node:child_process";
import { type LogOutputChannel, workspace } from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  RevealOutputChannelOn,
} from "vscode-languageclient/node";
import { announcement } from "./announcement";
import { explicitSettings } from "./settings";

/** A server process and the client that talks to it. */
export interface ServerConnection {
  readonly client: LanguageClient;
  /** The last lines that the server wrote to stderr. */
  stderrTail(): string;
  /** End both, whatever state they are in; at most a few seconds. */
  end(): Promise<void>;
}

export interface ConnectionOptions {
  /** The program `easel`. */
  readonly easel: string;
  readonly arguments: readonly string[];
  /** How this editor calls itself as a provider of canvases. */
  readonly clientId: string;
  /** The keys of the settings that the server knows, without `easel.`. */
  readonly settingKeys: readonly string[];
  readonly output: LogOutputChannel;
  /** The server has ended without being told to. */
  readonly onLost: () => void;
}

const TAIL_CHARACTERS = 2000;
const END_MS = 3000;
const SECTION = "easel";

/** A connection that is not started yet: that is `client.start()`. */
export function makeConnection(options: ConnectionOptions): ServerConnection {
  let child: ChildProcess | undefined;
  let tail = "";
  const start = async () => {
    child = spawn(options.easel, [...options.arguments], {
      env: usersEnvironment(),
      windowsHide: true,
    });
    child.stderr?.on("data", (data) => {
      tail = `${tail}${data}`.slice(-TAIL_CHARACTERS);
    });
    await started(child);
    return child;
  };
  const client = new QuietClient(SECTION, "Easel", start, clientOptions(options));
  client.registerFeature(announcement(options.clientId));
  return {
    client,
    stderrTail: () => tail.trim(),
    end: async () => {
      if (client.needsStop()) await client.stop(END_MS).catch(() => undefined);
      if (child) await endProcess(child);
    },
  };
}

/** Leaves it to the panel and the status bar to say what is wrong; the log has it too. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function clientOptions({ settingKeys, output, onLost }: ConnectionOptions): LanguageClientOptions {
  return {
    documentSelector: [{ scheme: "file" }, { scheme: "untitled" }],
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        onLost();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    middleware: middleware(settingKeys),
  };
}

/** A chat in a document has its own actions; elsewhere the extension offers its own. */
function middleware(settingKeys: readonly string[]): Middleware {
  return {
    provideCodeActions: (document, range, context, token, next) =>
      document.fileName.endsWith(".chat.md") ? next(document, range, context, token) : [],
    workspace: {
      configuration: async (params, token, next) => {
        if (params.items.some((item) => item.section !== SECTION)) return next(params, token);
        const configuration = workspace.getConfiguration(SECTION);
        const settings = explicitSettings(settingKeys, (key) => configuration.inspect(key));
        return params.items.map(() => settings);
      },
    },
  };
}

/** The environment without what VS Code adds for its own processes: agents inherit it. */
function usersEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(VSCODE_|ELECTRON_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const kill = setTimeout(() => child.kill("SIGKILL"), END_MS);
  child.kill();
  await ended;
  clearTimeout(kill);
}
