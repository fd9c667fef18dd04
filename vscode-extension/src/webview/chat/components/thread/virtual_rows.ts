// Which rows of a thread are on the screen: the rows of a list of any length cost what is seen.

import {
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";
import type { Row } from "../../../../conversation/rows";
import type { ReadingPlace } from "../../model/thread_store";

export type ThreadVirtualizer = Virtualizer<HTMLElement, HTMLElement>;

/** This close to the end counts as being there. */
const END_PIXELS = 60;
const OVERSCAN = 6;
const MAX_ESTIMATE = 4000;

export function useVirtualRows(
  rows: readonly Row[],
  frame: RefObject<HTMLElement>,
  left: { place: ReadingPlace | null },
): ThreadVirtualizer {
  const [place] = useState(left.place);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const options: VirtualizerOptions<HTMLElement, HTMLElement> = {
    count: rows.length,
    getScrollElement: () => frame.current,
    getItemKey: (at) => rows[at]?.id ?? at,
    estimateSize: (at) => estimate(rows[at]),
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    measureElement,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_PIXELS,
    overscan: OVERSCAN,
    onChange: () => redraw(0),
    ...(place && { initialOffset: place.offset, initialMeasurementsCache: place.measured }),
  };
  const [virtualizer] = useState(() => new Virtualizer(options));
  virtualizer.setOptions(options);
  useLayoutEffect(
    () => () => {
      left.place = placeIn(virtualizer);
    },
    [virtualizer],
  );
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => {
    if (place === null) {
      virtualizer.scrollToEnd();
    }
  }, [virtualizer]);
  useStayAtEnd(virtualizer, frame);
  return virtualizer;
}

function placeIn(virtualizer: ThreadVirtualizer): ReadingPlace | null {
  return virtualizer.isAtEnd()
    ? null
    : { offset: virtualizer.scrollOffset ?? 0, measured: virtualizer.takeSnapshot() };
}

/** When the frame becomes smaller, as when a question appears below, the end stays in view. */
function useStayAtEnd(virtualizer: ThreadVirtualizer, frame: RefObject<HTMLElement>): void {
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) {
      return;
    }
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const shrunk = height - element.clientHeight;
      height = element.clientHeight;
      const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
      if (shrunk !== 0 && distance - Math.max(0, shrunk) <= END_PIXELS) {
        virtualizer.scrollToEnd();
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [virtualizer]);
}

/** How tall a row probably is, in pixels. */
function estimate(row: Row | undefined): number {
  const entry = row?.entry;
  if (entry?.kind === "message" && entry.role !== "thought") {
    const length = entry.parts.reduce(
      (sum, part) => sum + (part.type === "text" ? part.text.length : 400),
      0,
    );
    return Math.min(MAX_ESTIMATE, 34 + Math.ceil(length / 48) * 20);
  }
  return entry?.kind === "prompt" ? 70 : 40;
}
