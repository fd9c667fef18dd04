import type { Disposable } from "vscode";
import type { AhpCanvasOpenResult, JsonObject } from "../../../protocol";

/** A kind of canvas that VS Code shows by its own means. */
export interface OwnKind {
  readonly canvasId: string;
  readonly displayName: string;
  /** For models: when to open it, and what its input means. */
  readonly description: string;
  /** The JSON Schema of its input, which the server has checked. */
  readonly inputSchema: JsonObject;
  /** Show it; throws a `CannotShow`. */
  open(input: JsonObject, onClosed: () => void): Promise<OwnView>;
}

/** One that is open. */
export interface OwnView extends Disposable {
  readonly shown: AhpCanvasOpenResult;
}

/** Why something cannot be shown: the message for people and models, the code for programs. */
export class CannotShow extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
    this.name = "CannotShow";
  }
}
