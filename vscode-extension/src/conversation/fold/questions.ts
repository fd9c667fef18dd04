// What the agent asks, and what it was answered.

import type {
  ElicitationRequested,
  ElicitationResolved,
  PermissionRequested,
  PermissionResolved,
} from "../../protocol";
import type { ElicitationEntry, PermissionEntry } from "../entries";
import { begin, type Draft } from "./draft";

export function permissionRequested(draft: Draft, event: PermissionRequested): void {
  const { toolCall, options } = event;
  permission(draft, event, { request: { toolCall, options } });
}

export function permissionResolved(draft: Draft, event: PermissionResolved): void {
  const { outcome, by } = event;
  permission(draft, event, { answer: { outcome, by } });
}

export function elicitationRequested(draft: Draft, event: ElicitationRequested): void {
  const { mode, message, requestedSchema, url } = event;
  const request = {
    mode,
    message,
    ...(requestedSchema && { requestedSchema }),
    ...(url !== undefined && { url }),
  };
  elicitation(draft, event, { request });
}

export function elicitationResolved(draft: Draft, event: ElicitationResolved): void {
  const { action, by } = event;
  elicitation(draft, event, { answer: { action, by } });
}

function permission(
  draft: Draft,
  event: PermissionRequested | PermissionResolved,
  change: Pick<PermissionEntry, "request" | "answer">,
): void {
  const { permissionId } = event;
  const key = `permission:${permissionId}`;
  draft.put<PermissionEntry>(event, key, (before) => ({
    ...(before ?? { ...begin(event, key), kind: "permission", permissionId }),
    ...change,
  }));
}

function elicitation(
  draft: Draft,
  event: ElicitationRequested | ElicitationResolved,
  change: Pick<ElicitationEntry, "request" | "answer">,
): void {
  const { elicitationId } = event;
  const key = `elicitation:${elicitationId}`;
  draft.put<ElicitationEntry>(event, key, (before) => ({
    ...(before ?? { ...begin(event, key), kind: "elicitation", elicitationId }),
    ...change,
  }));
}
