import type { ServerState } from "../../bridge/messages";
import { type Activity, titleOf } from "./activity";

/** What the status bar says. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** A person is needed. */
  readonly isUrgent: boolean;
}

/** Icons as in VS Code's `$(name)`; the tooltip has no icons and can be read aloud. */
export function statusText({ state, message }: ServerState, activity: Activity): StatusText {
  if (state === "failed") {
    return { text: "$(error) Easel", tooltip: `Easel: ${message ?? "failed"}`, isUrgent: true };
  }
  const { waiting, running } = activity;
  if (waiting.length > 0) {
    const tooltip = `Easel: waiting for an answer: ${waiting.map(titleOf).join(", ")}`;
    return { text: `$(bell-dot) Easel: ${waiting.length} waiting`, tooltip, isUrgent: true };
  }
  if (running.length > 0) {
    const tooltip = `Easel: working: ${running.map(titleOf).join(", ")}`;
    return { text: `$(loading~spin) Easel: ${running.length} running`, tooltip, isUrgent: false };
  }
  const tooltip = `Easel: ${atRest(state, message)}`;
  return { text: "$(comment-discussion) Easel", tooltip, isUrgent: false };
}

/** Before the chat is opened for the first time there is no server, and nothing to tell of it. */
function atRest(state: ServerState["state"], message: string | undefined): string {
  if (state === "untrusted") return "this folder is not trusted";
  return state === "starting" && message !== undefined ? "starting" : "open the chat";
}
