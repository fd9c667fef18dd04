import { commands, env, Uri } from "vscode";
import type { HostRequestMethod } from "../../bridge/messages";
import { check, list, object, optional, record, text } from "../../bridge/shape";
import type { HostHandler } from "../bridge";
import { confirm, openSettings } from "./dialogs";
import type { DiffDocuments } from "./diff_documents";
import type { FileCompletion } from "./file_completion";
import { pickFiles, readFile, saveText } from "./files";
import { openLocation } from "./locations";
import type { LoginTerminals } from "./login_terminals";

/** What the handlers need of the rest of the extension. */
export interface HostContext {
  readonly diffs: DiffDocuments;
  readonly completion: FileCompletion;
  readonly logins: LoginTerminals;
  readonly showOutput: () => void;
  readonly restartServer: () => Promise<void>;
  readonly runServerAction: HostHandler;
  readonly openCanvas: HostHandler;
  readonly didShow: HostHandler;
}

const EXTERNAL = new Set(["http", "https", "mailto"]);

/** Every `host/…` request and what carries it out. */
export function hostHandlers(
  context: HostContext,
): Readonly<Record<HostRequestMethod, HostHandler>> {
  return {
    "host/openLocation": openLocation,
    "host/openDiff": (params) => context.diffs.open(params),
    "host/openCanvas": context.openCanvas,
    "host/chooseCanvas": () => void commands.executeCommand("easel.showCanvas"),
    "host/pickFiles": pickFiles,
    "host/completeFiles": (params) => context.completion.complete(params),
    "host/readFile": readFile,
    "host/confirm": confirm,
    "host/copy": (params) => env.clipboard.writeText(check(COPY, params).text),
    "host/runTerminalLogin": async (params) => {
      const { agent, authMethods, cwd } = check(LOGIN, params);
      return { succeeded: await context.logins.run(agent, authMethods, cwd) };
    },
    "host/openSettings": (params) => openSettings(check(SETTINGS, params).key),
    "host/restartServer": context.restartServer,
    "host/runServerAction": context.runServerAction,
    "host/saveText": saveText,
    "host/showOutput": context.showOutput,
    "host/openExternal": openExternal,
    "host/didShow": context.didShow,
  };
}

const COPY = object({ text: text(20_000_000) });
const LOGIN = object({
  agent: text(200),
  authMethods: list(record, 100),
  cwd: optional(text(10_000)),
});
const SETTINGS = object({ key: optional(text(200)) });
const EXTERNAL_PARAMS = object({ url: text(10_000) });

async function openExternal(params: unknown): Promise<{ opened: boolean }> {
  const uri = Uri.parse(check(EXTERNAL_PARAMS, params).url);
  return { opened: EXTERNAL.has(uri.scheme) && (await env.openExternal(uri)) };
}
