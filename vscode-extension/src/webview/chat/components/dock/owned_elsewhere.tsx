// Another server owns the conversation.

import { useEffect } from "preact/hooks";
import type { Banner } from "../../../../conversation/banner";
import { duration } from "../../../../conversation/format";
import type { LeaseInfo } from "../../../../protocol";
import { useNow } from "../common/clock";
import { useConversation } from "../common/context";
import { ActionButton } from "../common/icon";
import { BannerFrame } from "./banner_frame";

/** Nobody tells when a lease is renewed. */
const LOOK_MS = 10_000;

export interface OwnedElsewhereProps {
  readonly banner: Extract<Banner, { kind: "ownedElsewhere" }>;
}

export function OwnedElsewhere({ banner }: OwnedElsewhereProps) {
  const { lease } = banner;
  const { actions } = useConversation();
  const now = useNow(1000);
  useEffect(() => {
    const timer = setInterval(() => void actions.lookWhoOwns(), LOOK_MS);
    return () => clearInterval(timer);
  }, [actions]);
  const free = lease === null || lease.expired || lease.alive === false;
  return (
    <BannerFrame
      tone="info"
      icon="eye"
      testid="owned-elsewhere"
      title={free ? "You are reading along" : "Another window works on this conversation"}
    >
      <p>
        {free
          ? "Nobody owns it any more. Take it over to go on."
          : "You can read along here, live. To write, take it over: at once if it is idle there, by force if not."}
      </p>
      {lease && <Holder lease={lease} now={now} />}
      <div class="options">
        <ActionButton primary={free} testid="take-over" run={() => actions.takeOver()}>
          Take Over
        </ActionButton>
      </div>
    </BannerFrame>
  );
}

interface HolderProps {
  readonly lease: LeaseInfo;
  readonly now: number;
}

function Holder({ lease, now }: HolderProps) {
  const left = Date.parse(lease.expiresAt) - now;
  return (
    <dl class="facts" data-testid="holder">
      <dt>Holder</dt>
      <dd>
        process {lease.ownerPid ?? "?"} on{" "}
        {lease.sameHost ? "this machine" : (lease.ownerHost ?? "?")}
      </dd>
      <dt>Its process</dt>
      <dd>
        {lease.alive === null ? "cannot be seen from here" : lease.alive ? "runs" : "is gone"}
      </dd>
      {lease.since && <dt>Since</dt>}
      {lease.since && <dd>{new Date(lease.since).toLocaleString()}</dd>}
      <dt>Expires</dt>
      <dd>{left > 0 ? `in ${duration(left)}, unless it is renewed` : "it has expired"}</dd>
    </dl>
  );
}
