// Tells a screen reader when the agent is done, and how.

import { useEffect } from "preact/hooks";
import { endSign } from "../../../../conversation/status";
import type { Thread } from "../../../../conversation/thread";
import { useApp } from "../common/context";

export function useTurnAnnouncements(thread: Thread): void {
  const app = useApp();
  const live = thread.live !== null;
  useEffect(() => {
    if (live) {
      app.announcer.say("The agent works");
      return () => app.announcer.say(`${app.agentName(thread.info.agent)} is done`);
    }
    return undefined;
  }, [live]);
  const last = thread.turns.at(-1)?.entries.at(-1);
  const reason = last?.kind === "turnEnd" ? last.reason : null;
  useEffect(() => {
    const sign = reason && endSign(reason);
    if (sign) {
      app.announcer.say(sign.label);
    }
  }, [reason]);
}
