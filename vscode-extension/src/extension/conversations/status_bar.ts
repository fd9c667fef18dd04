import { Disposable, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { ServerService } from "../server/service";
import { activityOf } from "./activity";
import { statusText } from "./status_text";
import type { ConversationWatch } from "./watch";

/** Keep an item in the status bar that tells what the agents are doing. */
export function showStatus(server: ServerService, watch: ConversationWatch): Disposable {
  const item = window.createStatusBarItem("easel.status", StatusBarAlignment.Left, 0);
  item.name = "Easel";
  item.command = "easel.showWaiting";
  const update = () => {
    const { text, tooltip, isUrgent } = statusText(server.state, activityOf(watch.all));
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip, role: "button" };
    item.backgroundColor = isUrgent ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    item.show();
  };
  update();
  return Disposable.from(item, server.onDidChangeState(update), watch.onDidChange(update));
}
