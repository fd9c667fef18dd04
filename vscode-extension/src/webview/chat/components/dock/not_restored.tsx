// The agent's session could not be restored.

import { signal } from "@preact/signals";
import { FAILURE_TITLES, type SessionFailure } from "../../../../conversation/banner";
import type { Thread } from "../../../../conversation/thread";
import { useConversation } from "../common/context";
import { Disclosure } from "../common/disclosure";
import { ActionButton } from "../common/icon";
import { BannerFrame } from "./banner_frame";

/** Banners that the user has seen and closed. */
const closed = signal<ReadonlySet<string>>(new Set());

function closeBanner(id: string): void {
  closed.value = new Set(closed.peek()).add(id);
}

export interface NotRestoredProps {
  readonly failure: SessionFailure;
  readonly thread: Thread;
}

export function NotRestored({ failure, thread }: NotRestoredProps) {
  const { actions, store } = useConversation();
  const id = `${store.id}/${failure.key}`;
  if (closed.value.has(id)) {
    return null;
  }
  const fresh = failure.fallback === "fresh";
  return (
    <BannerFrame
      tone="warning"
      icon="warning"
      testid="not-restored"
      title={FAILURE_TITLES[failure.error.kind] ?? "The session was not restored"}
      {...(fresh && { close: () => closeBanner(id) })}
    >
      <p>
        {fresh
          ? "A new session took its place: the agent does not remember what was said before. The text is still here."
          : "No new session was made without you. What was said is still here."}
      </p>
      <Facts failure={failure} />
      <div class="options">
        {!fresh && (
          <ActionButton testid="restore-retry" run={async () => actions.resume()}>
            Try Again
          </ActionButton>
        )}
        {!fresh && (
          <ActionButton
            testid="restore-fresh"
            run={async () => actions.resume({ onFailure: "fresh" })}
          >
            Go On Fresh
          </ActionButton>
        )}
        {thread.info.recap ? (
          <ActionButton testid="recap-drop" run={async () => actions.resume({ recap: false })}>
            Give No Recap
          </ActionButton>
        ) : (
          <ActionButton
            primary
            testid="restore-recap"
            run={async () => actions.resume({ onFailure: "fresh", recap: true })}
          >
            Go On With a Recap
          </ActionButton>
        )}
      </div>
    </BannerFrame>
  );
}

function Facts({ failure }: { readonly failure: SessionFailure }) {
  return (
    <Disclosure id={`${failure.key}/facts`} summary="Details" testid="restore-details">
      {() => (
        <dl class="facts">
          <dt>Why</dt>
          <dd>{failure.error.message}</dd>
          <dt>Old session</dt>
          <dd>
            <code>{failure.previousSessionId}</code>
          </dd>
          <dt>New session</dt>
          <dd>{failure.newSessionId ? <code>{failure.newSessionId}</code> : "none yet"}</dd>
        </dl>
      )}
    </Disclosure>
  );
}
