// What is known of the conversation as a whole.

import type { MetadataChanged, StatusChanged } from "../../protocol";
import type { Draft } from "./draft";
import { unsteered } from "./queue";

export function statusChanged(draft: Draft, event: StatusChanged): void {
  const { parkedCause: _cause, processError: _error, ...info } = draft.info;
  draft.info = {
    ...info,
    executionStatus: event.executionStatus,
    processStatus: event.processStatus,
    ...(event.parkedCause && { parkedCause: event.parkedCause }),
    ...(event.error && { processError: event.error }),
  };
  if (event.processStatus !== "ready" && event.processStatus !== "busy") {
    draft.queue = unsteered(draft.queue);
  }
}

export function metadataChanged(draft: Draft, event: MetadataChanged): void {
  const { type, seq, firstSeq, at, turnId, epoch, renamed, usage, ...told } = event;
  draft.info = {
    ...draft.info,
    ...told,
    ...(usage && { usage: { ...draft.info.usage, ...usage } }),
  };
}
