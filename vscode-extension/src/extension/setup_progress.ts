import { ProgressLocation, window } from "vscode";
import type { WithProgress } from "./server/locate";
import { SetupError } from "./server/state";

/** Shows the making of the server's environment as a notification that can be cancelled. */
export const withSetupProgress: WithProgress = async (work) => {
  const title = "Easel: setting up the server";
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    const stopping = new AbortController();
    token.onCancellationRequested(() => stopping.abort());
    try {
      const report = (message: string) => progress.report({ message });
      return await work({ report, signal: stopping.signal });
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
      throw new SetupError("Setting up the server was stopped.", ["restart", "choosePath"]);
    }
  });
};
