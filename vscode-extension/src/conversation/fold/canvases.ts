// What was shown beside the conversation.

import type { CanvasesChanged } from "../../protocol";
import type { CanvasEntry } from "../entries";
import { begin, type Draft } from "./draft";

/** Told once in each turn in which it is opened or changed. That one is closed needs no saying. */
export function canvasesChanged(draft: Draft, event: CanvasesChanged): void {
  const { opened } = event;
  if (opened) {
    const key = `canvas:${opened.instanceId}`;
    draft.put<CanvasEntry>(event, key, (before) => ({
      ...(before ?? { ...begin(event, key), kind: "canvas" }),
      canvas: opened,
    }));
  }
}
