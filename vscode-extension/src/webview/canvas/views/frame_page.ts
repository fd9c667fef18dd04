// Makes an agent's page fit for a frame that may run only scripts with a nonce.

import { FRAMES, GUARD, LINKS, SHADOWS } from "./frame_guard";

/** Marks what a page sends. */
export const MESSAGE_MARK = "easelMessage";

/** On top of the policy of the page around it, which holds for the frame too. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "font-src data:",
  "media-src data: blob:",
  "form-action 'none'",
  "base-uri 'none'",
];

const SEND = `globalThis.easel = Object.freeze({
  send: (value) => parent.postMessage({ ${MESSAGE_MARK}: true, value }, "*"),
});`;

/**
 * The page as the source of a frame. Its scripts run, `onclick` and the like too, and
 * `easel.send(value)` is there for them.
 */
export function framePage(html: string, nonce: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of page.querySelectorAll(`meta[http-equiv], ${FRAMES}`)) {
    element.remove();
  }
  const handlers = takeHandlers(page);
  for (const script of page.querySelectorAll("script")) {
    script.setAttribute("nonce", nonce);
  }
  const first = [GUARD, SEND, LINKS].map((code) => scriptOf(page, nonce, code));
  page.head.prepend(policyOf(page, nonce), ...first);
  for (const handler of handlers) {
    page.body.append(scriptOf(page, nonce, handler));
  }
  return `<!DOCTYPE html>\n${page.documentElement.outerHTML.replace(SHADOWS, "data-$&")}`;
}

/** Take the `on…` attributes off, which a policy with nonces forbids; returns what puts them back. */
function takeHandlers(page: Document): string[] {
  const scripts: string[] = [];
  for (const element of page.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (/^on[a-z]+$/.test(name)) {
        const mark = `data-easel-${name}`;
        element.removeAttribute(name);
        element.setAttribute(mark, String(scripts.length));
        scripts.push(attach(`[${mark}="${scripts.length}"]`, name.slice(2), value));
      }
    }
  }
  return scripts;
}

/** A script of its own for each handler, so that one with a mistake in it spoils no other. */
function attach(selector: string, event: string, code: string): string {
  const handler = `function (event) {\n${code.replace(/<\/(script)/gi, "<\\/$1")}\n}`;
  return `document.querySelector('${selector}').addEventListener("${event}", ${handler});`;
}

function policyOf(page: Document, nonce: string): HTMLElement {
  const meta = page.createElement("meta");
  meta.setAttribute("http-equiv", "Content-Security-Policy");
  meta.setAttribute("content", [...POLICY, `script-src 'nonce-${nonce}'`].join("; "));
  return meta;
}

function scriptOf(page: Document, nonce: string, code: string): HTMLElement {
  const script = page.createElement("script");
  script.setAttribute("nonce", nonce);
  script.textContent = code;
  return script;
}
