import { type Uri, window } from "vscode";
import { check, object, text } from "../../../bridge/shape";
import type { JsonObject } from "../../../protocol";
import { inWords, LINES, LINES_SCHEMA, type Lines, rangeOf, SOME_LINES } from "./lines";
import { fileOfWorkspace, holdTab, isInTab } from "./tabs";
import { CannotShow, type Looks, type News, type OwnKind, type OwnView } from "./view";

const INPUT = object({ path: text(4000), ...LINES });
const REVEAL = object(SOME_LINES);

/** A file at a line. */
export const editor: OwnKind = {
  canvasId: "vscode-editor",
  displayName: "Editor",
  description:
    "Open a file of the workspace in the person's editor, at a line or a range of lines. For showing where something is.",
  inputSchema: {
    type: "object",
    properties: {
      path: { type: "string", description: "The full path, or relative to the workspace." },
      ...LINES_SCHEMA,
    },
    required: ["path"],
    additionalProperties: false,
  },
  actions: [
    {
      name: "reveal",
      description: "Select other lines of the same file, and bring it to the front.",
      inputSchema: {
        type: "object",
        properties: LINES_SCHEMA,
        required: ["line"],
        additionalProperties: false,
      },
    },
    {
      name: "selection",
      description:
        "What the person has selected in the file now: {line, endLine, text}. Lines count from 1.",
      inputSchema: { type: "object", additionalProperties: false },
    },
  ],
  create: (news) => new EditorView(news),
};

const LONGEST_SELECTION = 100_000;

class EditorView implements OwnView {
  #shown: Uri | undefined;
  #putAway: () => void = () => undefined;

  constructor(private readonly news: News) {}

  readonly actions = {
    reveal: (input: JsonObject) => this.#revealMore(check(REVEAL, input)),
    selection: async () => this.#selection(),
  };

  async show(input: JsonObject): Promise<Looks> {
    const { path, line, endLine } = check(INPUT, input);
    const lines = line === undefined ? undefined : { line, ...(endLine && { endLine }) };
    const uri = await fileOfWorkspace(path);
    if (`${uri}` === `${this.#shown}`) await reveal(uri, lines);
    else await this.#hold(uri, lines);
    return { title: path, ...(lines && { status: inWords(lines) }) };
  }

  dispose(): void {
    this.#putAway();
  }

  /** A tab that the person had open stays open in the end. */
  async #hold(uri: Uri, lines: Lines | undefined): Promise<void> {
    const content = { uri: `${uri}` };
    const wasThere = isInTab(content);
    const tab = await holdTab(content, () => reveal(uri, lines), this.news.closed);
    this.#putAway();
    this.#putAway = wasThere ? tab.release : tab.dispose;
    this.#shown = uri;
  }

  async #revealMore(lines: Lines): Promise<JsonObject> {
    await reveal(this.#file, lines);
    const status = inWords(lines);
    this.news.updated({ status });
    return { status };
  }

  #selection(): JsonObject {
    const wanted = `${this.#file}`;
    const found = window.visibleTextEditors.find(({ document }) => `${document.uri}` === wanted);
    if (!found) throw new CannotShow("The file is not in front.", "not_visible");
    const { start, end } = found.selection;
    const selected = found.document.getText(found.selection).slice(0, LONGEST_SELECTION);
    return { line: start.line + 1, endLine: end.line + 1, text: selected };
  }

  get #file(): Uri {
    if (!this.#shown) throw new CannotShow("It shows no file yet.", "not_shown");
    return this.#shown;
  }
}

async function reveal(uri: Uri, lines: Lines | undefined): Promise<void> {
  const selection = lines && rangeOf(lines);
  const options = { preview: false, preserveFocus: true, ...(selection && { selection }) };
  await window.showTextDocument(uri, options);
}
