import { commands, type Uri } from "vscode";
import { check, object, text } from "../../../bridge/shape";
import type { JsonObject } from "../../../protocol";
import type { DiffDocuments } from "../../host/diff_documents";
import { inWords, LINES_SCHEMA, type Lines, rangeOf, SOME_LINES } from "./lines";
import { fileOfWorkspace, type HeldTab, holdTab } from "./tabs";
import { CannotShow, type Looks, type News, type OwnKind, type OwnView } from "./view";

const newText = text(10_000_000);
const INPUT = object({ path: text(4000), newText });
const UPDATE = object({ newText });
const REVEAL = object(SOME_LINES);

const NEW_TEXT = { type: "string", description: "The whole text that the file could have." };

/** A file of the workspace beside what it could become. */
export function diff(documents: DiffDocuments): OwnKind {
  return {
    canvasId: "vscode-diff",
    displayName: "Diff editor",
    description:
      "Show a file of the workspace, as it is, beside a proposed new text in the person's diff editor. Nothing is changed.",
    inputSchema: {
      type: "object",
      properties: {
        path: { type: "string", description: "The full path, or relative to the workspace." },
        newText: NEW_TEXT,
      },
      required: ["path", "newText"],
      additionalProperties: false,
    },
    actions: [
      {
        name: "update",
        description: "Propose another text for the same file, in place.",
        inputSchema: {
          type: "object",
          properties: { newText: NEW_TEXT },
          required: ["newText"],
          additionalProperties: false,
        },
      },
      {
        name: "reveal",
        description: "Select lines of the proposed text, and bring the diff to the front.",
        inputSchema: {
          type: "object",
          properties: LINES_SCHEMA,
          required: ["line"],
          additionalProperties: false,
        },
      },
    ],
    create: (news) => new DiffView(documents, news),
  };
}

/** The two documents of a diff. */
interface Sides {
  readonly file: Uri;
  readonly proposed: Uri;
  readonly title: string;
}

class DiffView implements OwnView {
  #sides: Sides | undefined;
  #tab: HeldTab | undefined;

  constructor(
    private readonly documents: DiffDocuments,
    private readonly news: News,
  ) {}

  readonly actions = {
    update: async (input: JsonObject) => {
      this.documents.put(this.#shown.proposed, check(UPDATE, input).newText);
      return {};
    },
    reveal: async (input: JsonObject) => {
      const lines = check(REVEAL, input);
      await open(this.#shown, lines);
      return { status: inWords(lines) };
    },
  };

  async show(input: JsonObject): Promise<Looks> {
    const { path, newText: proposal } = check(INPUT, input);
    const file = await fileOfWorkspace(path);
    const proposed = this.documents.uriOf(file, this.news.key);
    const sides = { file, proposed, title: `${path} (proposed)` };
    this.documents.put(proposed, proposal);
    if (`${file}` === `${this.#sides?.file}`) {
      await open(sides);
    } else {
      const content = { original: `${file}`, modified: `${proposed}` };
      const tab = await holdTab(content, () => open(sides), this.news.closed);
      this.#tab?.dispose();
      this.#tab = tab;
    }
    this.#sides = sides;
    return { title: sides.title };
  }

  dispose(): void {
    this.#tab?.dispose();
  }

  get #shown(): Sides {
    if (!this.#sides) throw new CannotShow("It shows no file yet.", "not_shown");
    return this.#sides;
  }
}

async function open({ file, proposed, title }: Sides, lines?: Lines): Promise<void> {
  const selection = lines && rangeOf(lines);
  const options = { preview: false, preserveFocus: true, ...(selection && { selection }) };
  await commands.executeCommand("vscode.diff", file, proposed, title, options);
}
