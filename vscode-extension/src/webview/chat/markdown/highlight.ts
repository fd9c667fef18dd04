// Colours for code.

import hljs from "highlight.js/lib/common";

/** Longer code stays plain: it is coloured anew with every piece that comes in. */
const MAX_LENGTH = 30_000;

/** The code as HTML. */
export function highlighted(code: string, language: string): string {
  const known = language !== "" && hljs.getLanguage(language) !== undefined;
  return known && code.length <= MAX_LENGTH
    ? hljs.highlight(code, { language, ignoreIllegals: true }).value
    : code.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
