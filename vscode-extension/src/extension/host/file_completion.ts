import { TabInputText, type Uri, window, workspace } from "vscode";
import type { FileReference } from "../../bridge/messages";
import { check, count, object, optional, text } from "../../bridge/shape";
import { fileReference } from "./files";
import { rank } from "./ranking";

const PARAMS = object({ query: text(500), limit: optional(count) });
const MOST_FILES = 20_000;
const FRESH_MS = 5_000;

/** Finds files for what was typed after `@`. Lists the workspace once in a while. */
export class FileCompletion {
  #listed: { readonly at: number; readonly uris: Thenable<readonly Uri[]> } | undefined;

  /** `host/completeFiles` */
  async complete(params: unknown): Promise<{ files: readonly FileReference[] }> {
    const { query, limit } = check(PARAMS, params);
    const open = openFiles().map((uri) => fileReference(uri));
    const found = (await this.#files()).map((uri) => fileReference(uri));
    const byPath = new Map([...open, ...found].map((file) => [file.path, file]));
    const preferred = new Set(open.map((file) => file.path));
    const best = rank([...byPath.keys()], query, preferred, Math.min(limit ?? 20, 200));
    return { files: best.flatMap((path) => byPath.get(path) ?? []) };
  }

  /** The files of the workspace, without those that its settings exclude. */
  #files(): Thenable<readonly Uri[]> {
    if (!this.#listed || Date.now() - this.#listed.at > FRESH_MS) {
      const uris = workspace.findFiles("**/*", excluded(), MOST_FILES);
      this.#listed = { at: Date.now(), uris };
    }
    return this.#listed.uris;
  }
}

function excluded(): string {
  const settings = ["files.exclude", "search.exclude"].map((key) =>
    workspace.getConfiguration().get<Record<string, unknown>>(key, {}),
  );
  const globs = settings.flatMap((each) => Object.keys(each).filter((glob) => each[glob] === true));
  return `{${["**/.git/**", ...globs].join(",")}}`;
}

function openFiles(): readonly Uri[] {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.flatMap(({ input }) =>
    input instanceof TabInputText && input.uri.scheme === "file" ? [input.uri] : [],
  );
}
