import { commands, env, window } from "vscode";
import { check, object, optional, text } from "../../bridge/shape";

const CONFIRM = object({ message: text(2000), detail: optional(text(10_000)), action: text(100) });
const EXTENSION_ID = "easel.easel";
const OF_THE_MACHINE = "easel.server.";

/** `host/confirm` */
export async function confirm(params: unknown): Promise<{ confirmed: boolean }> {
  const { message, detail, action } = check(CONFIRM, params);
  const options = { modal: true, ...(detail !== undefined && { detail }) };
  return { confirmed: (await window.showWarningMessage(message, options, action)) === action };
}

/** The settings of Easel, or one of them; those of the machine where it runs. */
export async function openSettings(key?: string): Promise<void> {
  const query = key ? `@id:${key}` : `@ext:${EXTENSION_ID}`;
  if (key?.startsWith(OF_THE_MACHINE) && env.remoteName) {
    await commands.executeCommand("workbench.action.openRemoteSettings", { query });
  } else {
    await commands.executeCommand("workbench.action.openSettings", query);
  }
}
