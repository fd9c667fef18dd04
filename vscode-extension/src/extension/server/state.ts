import type { ServerAction, ServerActionId, ServerState } from "../../bridge/messages";

const TITLES: Readonly<Record<ServerActionId, string>> = {
  restart: "Try again",
  install: "Install again",
  choosePath: "Open settings",
  getPython: "Get Python",
  trust: "Manage trust",
  showOutput: "Show log",
};

export function serverAction(id: ServerActionId): ServerAction {
  return { id, title: TITLES[id] };
}

/** The server cannot run. `message` says why, `actions` are the ways out. */
export class SetupError extends Error {
  constructor(
    message: string,
    readonly actions: readonly ServerActionId[],
    /** All that the program that failed has printed, for the log. */
    readonly output = "",
  ) {
    super(message);
    this.name = "SetupError";
  }
}

export const UNTRUSTED: ServerState = {
  state: "untrusted",
  message: "Easel starts agents, which run programs. It does nothing until you trust this folder.",
  actions: [serverAction("trust")],
};

/** What to show for an error that kept the server from running. */
export function failedState(error: unknown): ServerState {
  const known = error instanceof SetupError;
  const actions: readonly ServerActionId[] = known ? error.actions : ["restart", "showOutput"];
  const message = error instanceof Error ? error.message : String(error);
  return { state: "failed", message, actions: actions.map(serverAction) };
}
