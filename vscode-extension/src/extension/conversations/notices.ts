import { type Disposable, window, workspace } from "vscode";
import type { ConversationId } from "../../protocol";
import { type News, newsOf, titleOf } from "./activity";
import type { ConversationChange, ConversationWatch } from "./watch";

const SAYS: Readonly<Record<News, (title: string) => string>> = {
  asks: (title) => `An agent waits for your answer: ${title}`,
  done: (title) => `The agent is done: ${title}`,
  failed: (title) => `The agent failed: ${title}`,
};

/** Tell what happens while this window is not in front. */
export function tellWhenAway(
  watch: ConversationWatch,
  show: (conversationId: ConversationId) => void,
): Disposable {
  return watch.onDidChangeConversation((change) => {
    if (window.state.focused || !isWanted()) return;
    void tell(change, show);
  });
}

function isWanted(): boolean {
  return workspace.getConfiguration("easel").get("notifications.enabled", true);
}

async function tell(
  { before, now }: ConversationChange,
  show: (conversationId: ConversationId) => void,
): Promise<void> {
  const news = newsOf(before, now);
  if (!news) return;
  const message = SAYS[news](titleOf(now));
  const ask = news === "done" ? window.showInformationMessage : window.showWarningMessage;
  if ((await ask(message, "Show")) === "Show") show(now.id);
}
