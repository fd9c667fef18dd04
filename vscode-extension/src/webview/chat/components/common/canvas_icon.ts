// The signs of the kinds of canvases.

const ICONS: Readonly<Record<string, string>> = {
  chart: "graph",
  diff: "diff",
  form: "checklist",
  html: "browser",
  image: "file-media",
  markdown: "markdown",
  plan: "list-ordered",
  svg: "file-media",
  table: "table",
  terminal: "terminal",
  trace: "output",
};

/** The name of a codicon. */
export function canvasIcon(canvasId: string): string {
  return ICONS[canvasId] ?? "window";
}
