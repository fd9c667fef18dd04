// A canvas that was opened, or shows something else than before.

import type { CanvasEntry } from "../../../../conversation/entries";
import { canvasIcon } from "../common/canvas_icon";
import { useConversation } from "../common/context";
import { Icon } from "../common/icon";

export function CanvasRow({ entry }: { readonly entry: CanvasEntry }) {
  const { store, actions } = useConversation();
  const { instanceId, canvasId, displayName, title } = entry.canvas;
  const kind = displayName ?? canvasId;
  const name = title || kind;
  const shown = store.canvases.open.value.find(({ canvas }) => canvas.instanceId === instanceId);
  return (
    <p class="mark canvas-mark" data-testid="canvas-mark">
      <Icon name={canvasIcon(canvasId)} />{" "}
      {shown ? (
        <button
          type="button"
          class="link"
          title="Show the canvas"
          onClick={() => void actions.showCanvas(shown.canvas)}
        >
          {name}
        </button>
      ) : (
        name
      )}
      {name !== kind && ` · ${kind}`}
      {!shown && " · closed"}
    </p>
  );
}
