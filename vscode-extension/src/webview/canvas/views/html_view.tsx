// A page of the agent's own, in a frame without origin, network or storage.

import { useEffect, useMemo, useRef } from "preact/hooks";
import type { CanvasStore } from "../canvas_store";
import { framePage, MESSAGE_MARK } from "./frame_page";

export function HtmlView({ html, store }: { html: string; store: CanvasStore }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const page = useMemo(() => framePage(html, nonce()), [html]);
  useEffect(() => {
    const receive = ({ source, data }: MessageEvent<unknown>) => {
      if (source === frame.current?.contentWindow && isMessage(data)) {
        store.send({ type: "message", value: data.value });
      }
    };
    window.addEventListener("message", receive);
    return () => window.removeEventListener("message", receive);
  }, [store]);
  return (
    <iframe
      ref={frame}
      class="page-frame"
      title="A page that the agent shows"
      data-testid="page-frame"
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      srcdoc={page}
    />
  );
}

/** What the policy of this page wants scripts to show; the frame is held by the same policy. */
function nonce(): string {
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
}

function isMessage(data: unknown): data is { value: unknown } {
  return typeof data === "object" && data !== null && MESSAGE_MARK in data && "value" in data;
}
