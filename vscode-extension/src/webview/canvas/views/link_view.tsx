// A page elsewhere: a person may open it outside of the editor.

import type { CanvasStore } from "../canvas_store";

export function LinkView({ url, store }: { url: string; store: CanvasStore }) {
  const open = () => store.bridge.request("host/openExternal", { url });
  return (
    <section class="canvas-empty">
      <p>This canvas is a page:</p>
      <p class="link-address">{url}</p>
      <button
        type="button"
        class="button"
        onClick={() => void open().catch((error: Error) => store.complain(error.message))}
      >
        Open in the browser
      </button>
    </section>
  );
}
