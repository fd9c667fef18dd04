// What can be done with a conversation as a whole.

import { isBusy } from "../../../../conversation/status";
import type { Thread } from "../../../../conversation/thread";
import type { ConversationInfo } from "../../../../protocol";
import type { ConversationActions } from "../../model/conversation_actions";
import { useApp, useConversation } from "../common/context";
import { Icon } from "../common/icon";
import { Menu, type MenuItem } from "../common/menu";

export interface ThreadMenuProps {
  readonly thread: Thread;
  readonly rename: () => void;
}

export function ThreadMenu({ thread, rename }: ThreadMenuProps) {
  const app = useApp();
  const { actions } = useConversation();
  const { info } = thread;
  const disabled = thread.access === "observer";
  const copySession = () =>
    void app.bridge.request("host/copy", { text: info.acpSessionId ?? "" }).catch(() => {});
  const items: readonly MenuItem[] = [
    { id: "rename", label: "Rename", icon: "edit", disabled, run: rename },
    { id: "fork", label: "Fork", icon: "repo-forked", run: () => void actions.fork() },
    {
      id: "canvas",
      label: "Show Canvas…",
      icon: "window",
      disabled,
      run: () => actions.chooseCanvas(),
    },
    { id: "export", label: "Export…", icon: "export", run: () => void actions.exportText() },
    { ...runItem(info, actions), disabled },
    ...recapItems(info, actions),
    {
      id: "copy-session",
      label: "Copy the Session Id",
      icon: "copy",
      disabled: !info.acpSessionId,
      run: copySession,
    },
    { id: "delete", label: "Delete", icon: "trash", disabled, run: () => void actions.remove() },
  ];
  return (
    <Menu
      label="More"
      testid="thread-menu"
      button={<Icon name="ellipsis" />}
      place="below"
      align="right"
      items={items}
    />
  );
}

/** Resume what rests, or pause. */
function runItem(info: ConversationInfo, actions: ConversationActions): MenuItem {
  const rests = info.executionStatus === "paused" || info.processStatus === "none";
  return rests && !isBusy(info.executionStatus)
    ? {
        id: "resume",
        label: "Resume",
        icon: "debug-continue",
        run: () => void actions.resume(),
      }
    : { id: "pause", label: "Pause", icon: "debug-pause", run: () => void actions.pause() };
}

/** For an agent that does not remember, unless it gets one already. */
function recapItems(info: ConversationInfo, actions: ConversationActions): readonly MenuItem[] {
  const run = () => void actions.resume({ onFailure: "fresh", recap: true });
  return info.memory === "lost" && !info.recap
    ? [{ id: "recap", label: "Give the Agent a Recap", icon: "book", run }]
    : [];
}
