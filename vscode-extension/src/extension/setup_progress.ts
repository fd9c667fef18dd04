import { type Disposable, ProgressLocation, window } from "vscode";
import type { WithProgress } from "./server/locate";
import { SetupError } from "./server/state";

/**
 * Shows the making of the server's environment as a notification that can be cancelled, and tells
 * each of its steps to `onStep`.
 *
 * What is still being made when the window closes is given up: its end goes to `subscriptions`.
 */
export function setupProgress(
  subscriptions: Pick<Disposable[], "push">,
): (onStep: (step: string) => void) => WithProgress {
  const closing = new AbortController();
  subscriptions.push({ dispose: () => closing.abort() });
  return (onStep) => async (work) => {
    const title = "Easel: setting up the server";
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    return window.withProgress(options, async (progress, token) => {
      const stopping = new AbortController();
      token.onCancellationRequested(() => stopping.abort());
      const signal = AbortSignal.any([stopping.signal, closing.signal]);
      const report = (message: string) => {
        progress.report({ message });
        onStep(message);
      };
      try {
        return await work({ report, signal });
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new SetupError("Setting up the server was stopped.", ["restart", "choosePath"]);
      }
    });
  };
}
