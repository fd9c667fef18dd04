// Which conversation this is, with which agent, and what can be done with it.

import { useState } from "preact/hooks";
import { isBusy, memorySign } from "../../../../conversation/status";
import type { Thread } from "../../../../conversation/thread";
import { useApp, useConversation } from "../common/context";
import { Icon, IconButton } from "../common/icon";
import { Menu, type MenuItem } from "../common/menu";
import { CanvasMenu } from "./canvas_menu";
import { UsageMeter } from "./usage_meter";

export function ThreadHeader({ thread }: { readonly thread: Thread }) {
  const app = useApp();
  const [renaming, setRenaming] = useState(false);
  return (
    <header class="header" data-testid="thread-header">
      <IconButton
        icon="arrow-left"
        label="All conversations"
        testid="back"
        onClick={() => app.showList()}
      />
      {renaming ? (
        <TitleInput title={thread.info.title} close={() => setRenaming(false)} />
      ) : (
        <h1
          class="title"
          data-testid="title"
          title={thread.info.title}
          onDblClick={() => setRenaming(true)}
        >
          {thread.info.title || "New conversation"}
        </h1>
      )}
      <Chips thread={thread} />
      <CanvasMenu />
      <UsageMeter usage={thread.info.usage} />
      <ThreadMenu thread={thread} rename={() => setRenaming(true)} />
    </header>
  );
}

function Chips({ thread }: { readonly thread: Thread }) {
  const { memory, agent, acpAgentName, acpAgentVersion, acpSessionId, turns } = thread.info;
  const sign = memorySign(memory);
  const who = [acpAgentName ?? agent, acpAgentVersion].filter(Boolean).join(" ");
  const detail = [sign.detail, who, acpSessionId && `Session ${acpSessionId}`].filter(Boolean);
  if (turns === 0 && memory === "new") {
    return null;
  }
  return (
    <span
      class={`badge memory ${sign.tone}`}
      data-testid="memory"
      data-memory={memory}
      title={detail.join("\n")}
    >
      <Icon name={sign.icon} class="mini" />
      <span>{sign.label}</span>
    </span>
  );
}

function TitleInput({ title, close }: { readonly title: string; readonly close: () => void }) {
  const { actions } = useConversation();
  const [text, setText] = useState(title);
  const save = () => {
    if (text.trim() !== "" && text !== title) {
      void actions.rename(text.trim());
    }
    close();
  };
  return (
    <input
      class="title-input"
      data-testid="title-input"
      aria-label="Title"
      maxLength={1000}
      value={text}
      ref={(element) => element?.focus()}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          save();
        } else if (event.key === "Escape") {
          close();
        }
      }}
    />
  );
}

interface ThreadMenuProps {
  readonly thread: Thread;
  readonly rename: () => void;
}

function ThreadMenu({ thread, rename }: ThreadMenuProps) {
  return (
    <Menu
      label="More"
      testid="thread-menu"
      button={<Icon name="ellipsis" />}
      place="below"
      align="right"
      items={useMenuItems(thread, rename)}
    />
  );
}

function useMenuItems({ info, access }: Thread, rename: () => void): readonly MenuItem[] {
  const app = useApp();
  const { actions } = useConversation();
  const observed = access === "observer";
  const resumable = info.executionStatus === "paused" || info.processStatus === "none";
  const lost = info.memory === "lost";
  const copy = () =>
    void app.bridge.request("host/copy", { text: info.acpSessionId ?? "" }).catch(() => {});
  return [
    { id: "rename", label: "Rename", icon: "edit", disabled: observed, run: rename },
    { id: "fork", label: "Fork", icon: "repo-forked", run: () => void actions.fork() },
    {
      id: "canvas",
      label: "Show Canvas…",
      icon: "window",
      disabled: observed,
      run: () => actions.chooseCanvas(),
    },
    { id: "export", label: "Export…", icon: "export", run: () => void actions.exportText() },
    resumable && !isBusy(info.executionStatus)
      ? {
          id: "resume",
          label: "Resume",
          icon: "debug-continue",
          disabled: observed,
          run: () => void actions.resume(),
        }
      : {
          id: "pause",
          label: "Pause",
          icon: "debug-pause",
          disabled: observed,
          run: () => void actions.pause(),
        },
    ...(lost && !info.recap
      ? [
          {
            id: "recap",
            label: "Give the Agent a Recap",
            icon: "book",
            run: () => void actions.resume({ onFailure: "fresh", recap: true }),
          },
        ]
      : []),
    {
      id: "copy-session",
      label: "Copy the Session Id",
      icon: "copy",
      disabled: !info.acpSessionId,
      run: copy,
    },
    {
      id: "delete",
      label: "Delete",
      icon: "trash",
      disabled: observed,
      run: () => void actions.remove(),
    },
  ];
}
