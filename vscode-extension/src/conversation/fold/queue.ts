// The prompts that wait. The server folds them in the same way.

import type {
  EndReason,
  PromptDropped,
  PromptQueued,
  PromptSteered,
  QueueReordered,
} from "../../protocol";
import type { PromptEntry } from "../entries";
import type { QueuedPrompt } from "../thread";
import { begin, type Draft } from "./draft";

const CLEAN: ReadonlySet<EndReason> = new Set(["completed", "truncated", "refused"]);

export function promptQueued(draft: Draft, event: PromptQueued): void {
  const queued: QueuedPrompt = {
    turnId: event.turnId ?? "",
    prompt: event.prompt,
    held: event.held ?? false,
    next: event.next ?? false,
    steering: event.steering ?? false,
  };
  const place = draft.queue.findIndex((other) => other.turnId === queued.turnId);
  if (place >= 0) {
    draft.queue = draft.queue.with(place, queued);
    return;
  }
  setQueue(draft, inserted(draft.queue, queued));
}

export function promptDropped(draft: Draft, event: PromptDropped): void {
  setQueue(draft, without(draft.queue, event.turnId));
}

export function promptSteered(draft: Draft, event: PromptSteered): void {
  const key = `steered:${event.steered}`;
  draft.put<PromptEntry>(event, key, () => ({
    ...begin(event, key),
    kind: "prompt",
    content: event.prompt,
    agent: draft.info.agent,
    origin: "user",
    steered: true,
  }));
  setQueue(draft, without(draft.queue, event.steered));
}

export function queueReordered(draft: Draft, event: QueueReordered): void {
  const place = (queued: QueuedPrompt) => {
    const index = event.turnIds.indexOf(queued.turnId);
    return index < 0 ? event.turnIds.length : index;
  };
  draft.queue = draft.queue.toSorted((one, other) => place(one) - place(other));
}

/** The queue after a turn that ended so: what waits is held unless the turn ended well. */
export function parked(
  queue: readonly QueuedPrompt[],
  reason: EndReason,
  pausing: boolean,
): readonly QueuedPrompt[] {
  if (CLEAN.has(reason)) {
    return queue;
  }
  return queue.map((queued) =>
    queued.next && !pausing ? queued : { ...queued, held: true, next: false },
  );
}

/** The queue when the process that was given prompts is gone: a person must decide. */
export function unsteered(queue: readonly QueuedPrompt[]): readonly QueuedPrompt[] {
  return queue.some((queued) => queued.steering)
    ? queue.map((queued) => (queued.steering ? { ...queued, steering: false, held: true } : queued))
    : queue;
}

function inserted(queue: readonly QueuedPrompt[], queued: QueuedPrompt): QueuedPrompt[] {
  if (!queued.next && !queued.steering) {
    return [...queue, queued];
  }
  const ahead = queue.filter((other) => other.next || other.steering);
  const behind = queue.filter((other) => !other.next && !other.steering);
  return [...ahead, queued, ...behind];
}

function without(queue: readonly QueuedPrompt[], turnId: string | undefined): QueuedPrompt[] {
  return queue.filter((queued) => queued.turnId !== turnId);
}

function setQueue(draft: Draft, queue: readonly QueuedPrompt[]): void {
  draft.queue = queue;
  draft.info = { ...draft.info, queued: queue.length };
}
