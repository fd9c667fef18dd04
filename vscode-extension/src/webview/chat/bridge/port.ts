// The way from this webview to the extension host.

import type { FromWebview, ToWebview } from "../../../bridge/messages";

export interface Port {
  post(message: FromWebview): void;
  listen(handler: (message: ToWebview) => void): void;
  /** What was kept last time; survives that the webview is hidden or the window reloaded. */
  restore(): unknown;
  keep(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The port that VS Code gives a webview. It can be had once. */
export function vsCodePort(): Port {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    // The pages of agents can post to this window too, but not from its origin: they have none.
    listen: (handler) => {
      window.addEventListener("message", ({ origin, data }: MessageEvent<ToWebview>) => {
        if (origin === window.origin) handler(data);
      });
    },
    restore: () => api.getState(),
    keep: (state) => api.setState(state),
  };
}
