// Markdown, with code in colours and Mermaid diagrams drawn.

import { useEffect, useMemo, useState } from "preact/hooks";
import { blocksOf } from "../../chat/markdown/blocks";
import { parser, renderBlock } from "../../chat/markdown/parser";
import type { CanvasStore } from "../canvas_store";
import type { DrawDiagram } from "../lazy/diagram_bundle";
import { loadBundle } from "../lazy/load";
import { theme } from "../theme";

const DIAGRAM = /^\s*(`{3,}|~{3,})mermaid[^\n]*\n([\s\S]*?)\n?\1\s*$/;
const WEB = /^(?:https?|mailto):/i;

export function MarkdownView({ text, store }: { text: string; store: CanvasStore }) {
  const { sources, references } = useMemo(() => blocksOf(parser, text), [text]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the clicks are those of the links and buttons in it
    <article class="markdown canvas-text" onClick={(event) => handleClick(event, store)}>
      {sources.map((source, at) => {
        const diagram = DIAGRAM.exec(source)?.[2];
        return diagram === undefined ? (
          <div
            key={at}
            class="block"
            dangerouslySetInnerHTML={{ __html: renderBlock(source, references) }}
          />
        ) : (
          <Diagram key={at} source={diagram} />
        );
      })}
    </article>
  );
}

function Diagram({ source }: { readonly source: string }) {
  const [drawn, setDrawn] = useState<{ image: string } | { problem: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    void draw(source).then((outcome) => wanted && setDrawn(outcome));
    return () => {
      wanted = false;
    };
  }, [source, theme.value]);
  if (drawn !== null && "image" in drawn) {
    return (
      <img class="diagram" src={drawn.image} alt={`Diagram: ${source}`} data-testid="diagram" />
    );
  }
  return (
    <figure class="diagram-source">
      <pre>{source}</pre>
      {drawn !== null && (
        <figcaption class="problem">This diagram could not be drawn: {drawn.problem}</figcaption>
      )}
    </figure>
  );
}

async function draw(source: string): Promise<{ image: string } | { problem: string }> {
  try {
    await loadBundle("canvas_diagram");
    const drawDiagram = (globalThis as { easelDrawDiagram?: DrawDiagram }).easelDrawDiagram;
    const svg = (await drawDiagram?.(source)) ?? "";
    return { image: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function handleClick(event: MouseEvent, store: CanvasStore): void {
  const target = event.target as HTMLElement;
  const link = target.closest<HTMLElement>("a[data-href]");
  if (link) {
    event.preventDefault();
    const url = link.dataset.href ?? "";
    if (WEB.test(url)) {
      void store.bridge.request("host/openExternal", { url }).catch(() => {});
    }
  } else if (target.closest("[data-action=copyCode]")) {
    const text = target.closest(".code-block")?.querySelector("pre")?.textContent ?? "";
    void store.bridge.request("host/copy", { text }).catch(() => {});
  }
}
