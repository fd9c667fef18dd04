import { commands, Disposable, type TextDocumentContentProvider, Uri, workspace } from "vscode";
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

/** The texts of tool calls, as documents for VS Code's diff editor; gone when they are closed. */
export class DiffDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: Disposable;
  #opened = 0;

  constructor() {
    this.#subscriptions = Disposable.from(
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  /** `host/openDiff`. The file's name gives both sides their language. */
  async open(params: unknown): Promise<void> {
    const { title, oldText, newText, uri } = check(PARAMS, params);
    this.#opened += 1;
    const [before, after] = [
      this.#document(uri, "before", oldText),
      this.#document(uri, "after", newText),
    ];
    await commands.executeCommand("vscode.diff", before, after, title, { preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "This diff is not kept after a reload.\n";
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #document(of: Uri, side: "before" | "after", content: string): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: of.path, query: `${this.#opened}-${side}` });
    this.#texts.set(uri.toString(), content);
    return uri;
  }
}
