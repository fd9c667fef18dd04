// The canvases of a session as people see them in a list.

import type { CanvasDeclaration, JsonObject, OpenCanvas } from "../protocol";

export interface ShownCanvas {
  readonly canvas: OpenCanvas;
  readonly title: string;
  /** What kind it is, for people. */
  readonly kind: string;
  /** Whoever shows it is there. */
  readonly ready: boolean;
}

/** The open canvases in the state of a session's channel. */
export function shownCanvases({ openCanvases, canvases }: JsonObject): readonly ShownCanvas[] {
  const declared = (canvases ?? []) as readonly CanvasDeclaration[];
  return ((openCanvases ?? []) as readonly OpenCanvas[]).map((canvas) => {
    const kind = kindOf(canvas, declared);
    const ready = canvas.availability === "ready";
    return { canvas, kind, title: canvas.title || kind, ready };
  });
}

function kindOf(canvas: OpenCanvas, declared: readonly CanvasDeclaration[]): string {
  const { canvasId, extensionId } = canvas;
  return (
    declared.find((each) => each.canvasId === canvasId && each.extensionId === extensionId)
      ?.displayName ?? canvasId
  );
}
