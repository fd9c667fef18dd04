// What the pages of webviews may run and load.

/** For canvases, on top: what draws charts and diagrams sets styles of its own. */
export const CANVAS_SOURCES = { "style-src": "'unsafe-inline'" } as const;

/** Scripts need the nonce; styles and fonts come from the extension; images may be data. */
export function contentSecurityPolicy(
  ours: string,
  nonce: string,
  more: Readonly<Record<string, string>>,
): string {
  const policy: Readonly<Record<string, string>> = {
    "default-src": "'none'",
    "script-src": `'nonce-${nonce}'`,
    "style-src": ours,
    "font-src": ours,
    "img-src": `${ours} data: blob:`,
  };
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, sources, more[directive]].filter(Boolean).join(" "))
    .join("; ");
}
