// Which conversation this is, with which agent, and what can be done with it.

import { useState } from "preact/hooks";
import { memorySign } from "../../../../conversation/status";
import type { Thread } from "../../../../conversation/thread";
import { useApp, useConversation } from "../common/context";
import { Icon, IconButton } from "../common/icon";
import { CanvasMenu } from "./canvas_menu";
import { ThreadMenu } from "./thread_menu";
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
          dir="auto"
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
