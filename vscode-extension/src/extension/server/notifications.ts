import type { NotificationMethod } from "../../protocol";

/** Every notification of the server; the compiler sees to it that none is missing. */
const ALL: Readonly<Record<NotificationMethod, true>> = {
  "easel/conversation/didUpdate": true,
  "easel/conversation/didChange": true,
  "easel/conversation/didDelete": true,
  "easel/conversation/sessionLoadFailed": true,
  "easel/agents/didChange": true,
  "easel/ahp/action": true,
  "easel/lease/didChange": true,
};

export const NOTIFICATIONS = Object.keys(ALL) as readonly NotificationMethod[];
