// Markdown as agents write it, made into HTML that may be shown.

import DOMPurify from "dompurify";
import createMarkdownIt, { type MarkdownIt, type Token } from "markdown-it";
import type { References } from "./blocks";
import { highlighted } from "./highlight";

const CACHED_BLOCKS = 1500;

export const parser = createParser();

/** The HTML of a block. It contains nothing that runs or loads. */
export function renderBlock(source: string, references: References): string {
  const known = cache.get(source);
  if (known && known.references === references) {
    return known.html;
  }
  const html = DOMPurify.sanitize(parser.render(source, { references }), {
    USE_PROFILES: { html: true },
    FORBID_ATTR: ["style"],
    FORBID_TAGS: ["style", "form", "img", "video", "audio", "iframe"],
    ADD_ATTR: ["data-action", "data-href", "data-language"],
  });
  remember(source, { html, references });
  return html;
}

interface Rendered {
  readonly html: string;
  readonly references: References;
}

/** Rows come and go as the user scrolls. */
const cache = new Map<string, Rendered>();

function remember(source: string, rendered: Rendered): void {
  cache.delete(source);
  cache.set(source, rendered);
  if (cache.size > CACHED_BLOCKS) {
    const [oldest = ""] = cache.keys();
    cache.delete(oldest);
  }
}

function createParser(): MarkdownIt {
  const markdown = createMarkdownIt({ html: false, linkify: true, breaks: false });
  markdown.validateLink = (url) =>
    !/^\s*(?:javascript|vbscript|data|command|vscode[\w-]*):/i.test(url);
  const { rules } = markdown.renderer;
  rules.fence = (tokens, at) => codeBlock(tokens[at]?.content ?? "", languageOf(tokens[at]?.info));
  rules.code_block = (tokens, at) => codeBlock(tokens[at]?.content ?? "", "");
  rules.link_open = (tokens, at) => linkStart(attribute(tokens[at], "href"));
  rules.image = (tokens, at) => {
    const { content = "" } = tokens[at] ?? {};
    const href = attribute(tokens[at], "src");
    return `${linkStart(href)}${escaped(content || href)}</a>`;
  };
  rules.table_open = () => '<div class="table-frame" tabindex="0"><table>';
  rules.table_close = () => "</table></div>";
  rules.td_open = (tokens, at) => cell("td", attribute(tokens[at], "style"));
  rules.th_open = (tokens, at) => cell("th", attribute(tokens[at], "style"));
  markdown.core.ruler.after("inline", "tasks", checkTasks);
  return markdown;
}

function attribute(token: Token | undefined, name: string): string {
  return String(token?.attrGet(name) ?? "");
}

function languageOf(info = ""): string {
  return /^[\w+#.-]*/.exec(info.trim())?.[0] ?? "";
}

function codeBlock(code: string, language: string): string {
  const text = code.replace(/\n$/, "");
  return (
    `<div class="code-block"><div class="code-bar"><span>${escaped(language)}</span>` +
    '<button type="button" class="icon-button" data-action="copyCode" aria-label="Copy code" ' +
    'title="Copy code"><span class="codicon codicon-copy" aria-hidden="true"></span></button></div>' +
    `<pre tabindex="0"><code>${highlighted(text, language)}</code></pre></div>`
  );
}

/** Where a link leads is looked at when it is clicked: the page itself goes nowhere. */
function linkStart(href: string): string {
  return `<a href="#" data-href="${escaped(href)}" title="${escaped(href)}">`;
}

/** The page allows no `style`. */
function cell(tag: string, style: string): string {
  const align = /text-align:\s*(center|right)/.exec(style)?.[1];
  return align ? `<${tag} class="align-${align}">` : `<${tag}>`;
}

/** `[x]` and `[ ]` at the beginning of a list item. */
function checkTasks({ tokens }: { tokens: Token[] }): void {
  tokens.forEach((token, at) => {
    const first = token.children?.[0];
    const isItem = token.type === "inline" && tokens[at - 2]?.type === "list_item_open";
    const mark = isItem && first?.type === "text" ? /^\[([ xX])\]\s/.exec(first.content) : null;
    if (first && mark) {
      first.content = `${mark[1] === " " ? "☐" : "☑"} ${first.content.slice(mark[0].length)}`;
      tokens[at - 2]?.attrJoin("class", "task");
    }
  });
}

function escaped(text: string): string {
  return parser.utils.escapeHtml(text);
}
