// Rows of one line: what became of a session or a question, notices, and what has no form here.

import { FAILURE_TITLES } from "../../../../conversation/banner";
import type {
  ElicitationEntry,
  ForkedEntry,
  NoticeEntry,
  PermissionEntry,
  RecapEntry,
  SessionEntry,
  UnknownEntry,
} from "../../../../conversation/entries";
import { decisionOf } from "../../../../conversation/questions";
import { useApp } from "../common/context";
import { Disclosure } from "../common/disclosure";
import { Icon } from "../common/icon";
import { Json } from "../tool/json";

export function SessionRow({ id, entry }: { readonly id: string; readonly entry: SessionEntry }) {
  const { failure, outcome, sessionId } = entry;
  if (!failure) {
    const label = outcome === "restored" ? "Session resumed" : "New session";
    return (
      <p class="mark" data-testid="session-mark" title={sessionId}>
        <Icon name={outcome === "restored" ? "history" : "sparkle"} /> {label}
      </p>
    );
  }
  return (
    <div class="mark warning" data-testid="session-mark">
      <p>
        <Icon name="warning" />{" "}
        {FAILURE_TITLES[failure.error.kind] ?? "The session was not restored"}.{" "}
        {failure.fallback === "fresh" && "A new session took its place."}
      </p>
      <Disclosure id={id} summary="Details">
        {() => (
          <dl class="facts">
            <dt>Why</dt>
            <dd>{failure.error.message}</dd>
            <dt>Old session</dt>
            <dd>
              <code>{failure.previousSessionId}</code>
            </dd>
            {failure.newSessionId && <dt>New session</dt>}
            {failure.newSessionId && (
              <dd>
                <code>{failure.newSessionId}</code>
              </dd>
            )}
          </dl>
        )}
      </Disclosure>
    </div>
  );
}

export function PermissionRow({ entry }: { readonly entry: PermissionEntry }) {
  const decision = decisionOf(entry);
  return (
    <p class="mark" data-testid="answered">
      <Icon name={decision?.allowed ? "pass" : "circle-slash"} />{" "}
      {entry.request?.toolCall.title ?? "Permission"}: {decision?.label} · {decision?.by}
    </p>
  );
}

const ANSWERS: Readonly<Record<string, string>> = {
  accept: "answered",
  decline: "declined",
  cancel: "closed",
};

export function ElicitationRow({ entry }: { readonly entry: ElicitationEntry }) {
  const action = entry.answer?.action ?? "";
  return (
    <p class="mark" data-testid="answered">
      <Icon name={action === "accept" ? "pass" : "circle-slash"} /> Question{" "}
      {ANSWERS[action] ?? action} · {entry.answer?.by}
    </p>
  );
}

const RECAPS: Readonly<Record<string, string>> = {
  prepared: "The agent gets a recap in front of the next prompt",
  given: "The agent was given a recap",
  dropped: "The agent gets no recap",
};

export function RecapRow({ id, entry }: { readonly id: string; readonly entry: RecapEntry }) {
  const label = RECAPS[entry.step] ?? "Recap";
  return entry.text ? (
    <Disclosure id={id} class="mark" testid="recap" summary={label}>
      {() => <pre class="output">{entry.text}</pre>}
    </Disclosure>
  ) : (
    <p class="mark" data-testid="recap">
      <Icon name="book" /> {label}
    </p>
  );
}

export function ForkedRow({ entry }: { readonly entry: ForkedEntry }) {
  const app = useApp();
  return (
    <p class="mark" data-testid="forked">
      <Icon name="repo-forked" /> What comes before was copied from{" "}
      <button type="button" class="link" onClick={() => app.show(entry.origin.conversationId)}>
        another conversation
      </button>
    </p>
  );
}

export function NoticeRow({ entry }: { readonly entry: NoticeEntry }) {
  return (
    <p class={`mark ${entry.level}`} data-testid="notice">
      <Icon name={entry.level === "info" ? "info" : entry.level} /> {entry.text}
    </p>
  );
}

export function UnknownRow({ id, entry }: { readonly id: string; readonly entry: UnknownEntry }) {
  return (
    <Disclosure
      id={id}
      class="unknown"
      testid="unknown"
      summary={
        <span>
          <Icon name="question" /> {words(entry.name)}
        </span>
      }
    >
      {() => <Json value={entry.value} />}
    </Disclosure>
  );
}

function words(name: string): string {
  return name
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}
