// The page: what the canvas shows, and what is to be said about it.

import type { CanvasStore } from "./canvas_store";
import type { CanvasContent } from "./content";
import { ChartView } from "./views/chart_view";
import { DiffView } from "./views/diff_view";
import { FormView } from "./views/form_view";
import { HtmlView } from "./views/html_view";
import { ImageView } from "./views/image_view";
import { LinkView } from "./views/link_view";
import { MarkdownView } from "./views/markdown_view";
import { PlanView } from "./views/plan_view";
import { TableView } from "./views/table_view";
import { TerminalView } from "./views/terminal_view";
import { TraceView } from "./views/trace_view";

export function CanvasPage({ store }: { readonly store: CanvasStore }) {
  const state = store.state.value;
  const content = store.content.value;
  const problem = store.problem.value;
  return (
    <main class="canvas" data-testid="canvas" data-kind={content?.kind}>
      {state?.availability === "stale" && (
        <p class="canvas-notice" role="status" data-testid="canvas-stale">
          <span class="codicon codicon-debug-disconnect" aria-hidden="true" /> Nobody shows this
          canvas now. It comes back when its provider does.
        </p>
      )}
      {problem !== null && (
        <p class="canvas-notice problem" role="alert" data-testid="canvas-problem">
          <span class="codicon codicon-warning" aria-hidden="true" /> {problem}
        </p>
      )}
      {content === null ? (
        problem === null && <p class="canvas-empty">Loading…</p>
      ) : (
        <Content content={content} store={store} />
      )}
      {state?.status && (
        <p class="canvas-status" role="status" data-testid="canvas-status">
          {state.status}
        </p>
      )}
    </main>
  );
}

function Content({ content, store }: { content: CanvasContent; store: CanvasStore }) {
  switch (content.kind) {
    case "markdown":
      return <MarkdownView text={content.text} store={store} />;
    case "html":
      return <HtmlView html={content.html} store={store} />;
    case "table":
      return <TableView table={content} store={store} />;
    case "chart":
      return <ChartView spec={content.spec} store={store} />;
    case "diff":
      return <DiffView diff={content} store={store} />;
    case "plan":
      return <PlanView plan={content} />;
    case "form":
      return <FormView form={content} store={store} />;
    case "terminal":
      return <TerminalView terminal={content} />;
    case "image":
    case "svg":
      return <ImageView image={content} />;
    case "trace":
      return <TraceView trace={content} store={store} />;
    case "link":
      return <LinkView url={content.url} store={store} />;
    case "plain":
      return <pre class="canvas-plain">{content.text}</pre>;
  }
}
