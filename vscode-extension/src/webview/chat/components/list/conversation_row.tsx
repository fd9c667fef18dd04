// A conversation in the list.

import { age, baseName } from "../../../../conversation/format";
import { conversationSign } from "../../../../conversation/status";
import type { ConversationInfo } from "../../../../protocol";
import { useApp } from "../common/context";
import { Icon } from "../common/icon";

export interface ConversationRowProps {
  readonly info: ConversationInfo;
  readonly now: number;
}

export function ConversationRow({ info, now }: ConversationRowProps) {
  const app = useApp();
  const sign = conversationSign(info);
  return (
    <li>
      <button
        type="button"
        class="conversation-row"
        data-testid="conversation-row"
        data-list-item
        data-status={info.executionStatus}
        onClick={() => app.show(info.id)}
      >
        <span class={`status ${sign.tone}`} title={sign.label}>
          <Icon name={sign.icon} />
          <span class="said">{sign.label}. </span>
        </span>
        <span class="conversation-text">
          <span class="conversation-top">
            <span class="conversation-title" dir="auto">
              {info.title || "Untitled"}
            </span>
            <time
              class="quiet"
              dateTime={info.updatedAt}
              title={new Date(info.updatedAt).toLocaleString()}
            >
              {age(info.updatedAt, now)}
            </time>
          </span>
          <span class="conversation-line quiet" data-testid="last-line">
            {info.lastLine}
          </span>
          <span class="conversation-bottom quiet">
            <span>{app.agentName(info.agent)}</span>
            <span>{baseName(info.cwd)}</span>
            {info.queued > 0 && <span>{info.queued} waiting</span>}
            {sign.tone === "attention" && <span class="attention">{sign.label}</span>}
          </span>
        </span>
      </button>
    </li>
  );
}
