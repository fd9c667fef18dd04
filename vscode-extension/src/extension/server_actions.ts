import { commands, env, Uri } from "vscode";
import type { ServerActionId } from "../bridge/messages";
import { check, object, oneOf } from "../bridge/shape";
import { openSettings } from "./host/dialogs";
import type { ServerService } from "./server/service";

const PARAMS = object({
  id: oneOf("restart", "install", "choosePath", "getPython", "trust", "showOutput"),
});
const PYTHON_PAGE = "https://www.python.org/downloads/";

/** What the buttons do that are shown while there is no server. */
export function serverActions(
  server: ServerService,
  showOutput: () => void,
): (params: unknown) => Promise<void> {
  const actions: Readonly<Record<ServerActionId, () => unknown>> = {
    restart: () => server.restart(),
    install: () => server.restart(true),
    choosePath: () => openSettings("easel.server.path"),
    getPython: () => env.openExternal(Uri.parse(PYTHON_PAGE)),
    trust: () => commands.executeCommand("workbench.trust.manage"),
    showOutput,
  };
  return async (params) => {
    await actions[check(PARAMS, params).id]();
  };
}
