// The canvases that are open: each can be shown and closed.

import type { ShownCanvas } from "../../../../canvas/shown";
import { canvasIcon } from "../common/canvas_icon";
import { useConversation } from "../common/context";
import { Icon } from "../common/icon";
import { Menu, type MenuItem } from "../common/menu";

export function CanvasMenu() {
  const { store, actions } = useConversation();
  const open = store.canvases.open.value;
  if (open.length === 0) {
    return null;
  }
  const item = (shown: ShownCanvas): MenuItem => ({
    id: shown.canvas.instanceId,
    label: shown.title,
    icon: canvasIcon(shown.canvas.canvasId),
    detail: shown.ready ? shown.kind : `${shown.kind} · not available now`,
    run: () => void actions.showCanvas(shown.canvas),
    aside: {
      label: `Close ${shown.title}`,
      icon: "close",
      run: () => void actions.closeCanvas(shown.canvas),
    },
  });
  return (
    <Menu
      label={open.length === 1 ? "1 canvas is open" : `${open.length} canvases are open`}
      testid="canvases"
      class="icon-button counted"
      place="below"
      align="right"
      button={
        <>
          <Icon name="window" />
          <span class="count">{open.length}</span>
        </>
      }
      items={[
        ...open.map(item),
        { id: "choose", label: "Show Another…", icon: "add", run: () => actions.chooseCanvas() },
      ]}
    />
  );
}
