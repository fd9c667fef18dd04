import {
  commands,
  Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  workspace,
} from "vscode";
import { check, object, text } from "../../bridge/shape";
import { documentUri } from "./shapes";

const SCHEME = "easel-diff";
const LARGEST = 20_000_000;
const PARAMS = object({
  title: text(1000),
  oldText: text(LARGEST),
  newText: text(LARGEST),
  uri: documentUri,
});

/** Texts as documents for VS Code's diff editor, which are gone when they are closed. */
export class DiffDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new EventEmitter<Uri>();
  readonly onDidChange = this.#changes.event;
  readonly #subscriptions: Disposable;
  #opened = 0;

  constructor() {
    this.#subscriptions = Disposable.from(
      this.#changes,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  /** `host/openDiff`. The file's name gives both sides their language. */
  async open(params: unknown): Promise<void> {
    const { title, oldText, newText, uri } = check(PARAMS, params);
    this.#opened += 1;
    const before = this.#document(uri, "before", oldText);
    const after = this.#document(uri, "after", newText);
    await commands.executeCommand("vscode.diff", before, after, title, { preview: true });
  }

  /** A document called like a file, which gives it its language; `name`: one of several. */
  uriOf(file: Uri, name: string): Uri {
    return Uri.from({ scheme: SCHEME, path: file.path, query: name });
  }

  /** Have the document show this text, also if it is open. */
  put(document: Uri, content: string): void {
    this.#texts.set(document.toString(), content);
    this.#changes.fire(document);
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "This diff is not kept after a reload.\n";
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #document(of: Uri, side: "before" | "after", content: string): Uri {
    const uri = this.uriOf(of, `${this.#opened}-${side}`);
    this.put(uri, content);
    return uri;
  }
}
