// Folding events into a thread: `fold(thread, events) -> thread`, pure.
//
// However the same events are cut into batches, the same thread comes out. That they are gapless
// is checked before, in `sequence.ts`.

import type { Event, EventOf } from "../../protocol";
import type { Thread } from "../thread";
import { canvasesChanged } from "./canvases";
import { begin, Draft } from "./draft";
import { metadataChanged, statusChanged } from "./info";
import { message } from "./messages";
import {
  elicitationRequested,
  elicitationResolved,
  permissionRequested,
  permissionResolved,
} from "./questions";
import { promptDropped, promptQueued, promptSteered, queueReordered } from "./queue";
import { forked, notice, recap, sessionLoadFailed, sessionRestored, unknown } from "./session";
import { plan, toolCall } from "./tools";
import { cancelRequested, turnEnded, turnStarted } from "./turns";

type Handlers = { [Type in Event["type"]]: (draft: Draft, event: EventOf<Type>) => void };

const HANDLERS: Handlers = {
  promptQueued,
  promptDropped,
  queueReordered,
  promptSteered,
  turnStarted,
  turnEnded,
  cancelRequested,
  message,
  toolCall,
  plan,
  permissionRequested,
  permissionResolved,
  elicitationRequested,
  elicitationResolved,
  statusChanged,
  metadataChanged,
  sessionRestored,
  sessionLoadFailed,
  recap,
  forked,
  // The banner says whose it is now.
  leaseChanged: () => {},
  notice,
  unknown,
  changesChanged: () => {},
  canvasesChanged,
  canvasNote: () => {},
};

/** The thread after `events`, which follow each other without a gap. */
export function fold(thread: Thread, events: readonly Event[]): Thread {
  if (events.length === 0) {
    return thread;
  }
  const draft = new Draft(thread);
  for (const event of events) {
    const handler = HANDLERS[event.type] as ((draft: Draft, event: Event) => void) | undefined;
    (handler ?? newer)(draft, event);
    draft.advance(event);
  }
  return draft.finish();
}

/** An event of a newer server. */
function newer(draft: Draft, event: Event): void {
  const { type, seq, firstSeq, at, turnId, epoch, ...value } = event as Event &
    Record<string, unknown>;
  const key = `unknown:${seq}`;
  draft.put(event, key, () => ({ ...begin(event, key), kind: "unknown", name: type, value }));
}
