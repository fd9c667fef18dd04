// Links and buttons inside rendered Markdown.

import type { App } from "../../model/app";

const WEB = /^(?:https?|mailto):/i;

/** Open the link, or do what the button says, that was clicked. */
export function handleContentClick(event: MouseEvent, app: App, cwd: string): void {
  const target = event.target as HTMLElement;
  const link = target.closest<HTMLElement>("a[data-href]");
  if (link) {
    event.preventDefault();
    void app.problems.attempt("The link could not be opened", () =>
      openLink(app, link.dataset.href ?? "", cwd),
    );
  } else if (target.closest("[data-action=copyCode]")) {
    const code = target.closest(".code-block")?.querySelector("pre")?.textContent ?? "";
    void app.bridge.request("host/copy", { text: code }).catch(() => {});
    app.announcer.say("Code copied");
  }
}

async function openLink(app: App, href: string, cwd: string): Promise<void> {
  if (WEB.test(href)) {
    await app.bridge.request("host/openExternal", { url: href });
    return;
  }
  const place = fileLink(href, cwd);
  if (place) {
    await app.bridge.request("host/openLocation", place);
  }
}

/** A file that a text names: `src/app.ts`, `src/app.ts#L3`, `src/app.ts:3`. */
export function fileLink(href: string, cwd: string) {
  const found = /^(.*?)(?:(?:#L|:)(\d+)(?:[-:].*)?)?$/.exec(href);
  const path = found?.[1];
  if (!path || path.startsWith("#")) {
    return null;
  }
  const base = cwd.endsWith("/") ? cwd : `${cwd}/`;
  const uri = URL.canParse(path, base) ? new URL(path, base).href : null;
  if (!uri?.startsWith("file:")) {
    return null;
  }
  const line = found[2] === undefined ? null : Number(found[2]) - 1;
  return line === null
    ? { uri }
    : { uri, range: { start: { line, character: 0 }, end: { line, character: 0 } } };
}
