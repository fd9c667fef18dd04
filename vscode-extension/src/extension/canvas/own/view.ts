import type { Disposable } from "vscode";
import type { AhpCanvasOpenResult, JsonObject } from "../../../protocol";

/** How a canvas looks in lists: what is absent is as it was. */
export type Looks = Pick<AhpCanvasOpenResult, "title" | "status">;

/** Something that can be done with an open canvas, as it is declared. */
export interface OwnAction {
  readonly name: string;
  /** For models: when to do it, and what comes of it. */
  readonly description: string;
  readonly inputSchema: JsonObject;
}

/** A kind of canvas that VS Code shows by its own means. */
export interface OwnKind {
  readonly canvasId: string;
  readonly displayName: string;
  /** For models: when to open it, and what its input means. */
  readonly description: string;
  /** The JSON Schema of its input, which the server has checked. */
  readonly inputSchema: JsonObject;
  readonly actions: readonly OwnAction[];
  /** A view that shows nothing yet. */
  create(news: News): OwnView;
}

/** One canvas. Disposing it takes from the screen what only this canvas needs; it never fails. */
export interface OwnView extends Disposable {
  /**
   * Show this input, and come to the front without the focus: people may be typing. Called again
   * for another input, or the same one. Throws a `CannotShow` or a `ShapeError`.
   */
  show(input: JsonObject): Promise<Looks>;
  /** What carries out each declared action; its value goes to who asked. Throws like `show`. */
  readonly actions: Readonly<Record<string, (input: JsonObject) => Promise<unknown>>>;
}

/** Whom a view tells what becomes of it. */
export interface News {
  /** Unique among all views, and the same again after a reload. */
  readonly key: string;
  /** A person has closed it. */
  closed(): void;
  updated(looks: Looks): void;
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
