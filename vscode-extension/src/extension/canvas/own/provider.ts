import { ResponseError } from "vscode-languageclient/node";
import { check, object, optional, record, ShapeError, text } from "../../../bridge/shape";
import type { JsonObject } from "../../../protocol";
import { CannotShow, type OwnKind, type OwnView } from "./view";

export interface OwnCanvasesOptions {
  readonly clientId: string;
  readonly kinds: readonly OwnKind[];
  /** Tell the server; rejects if there is none. */
  readonly dispatch: (channel: string, clientSeq: number, action: JsonObject) => Promise<void>;
}

const CANVAS_PROVIDER_ERROR = -32012;
const OPEN = object({
  channel: text(1000),
  instanceId: text(200),
  canvasId: text(200),
  input: optional(record),
  _meta: optional(object({ channel: optional(text(1000)) })),
});
const ONE = object({ channel: text(1000), instanceId: text(200) });

/** Provides the canvases that VS Code shows by its own means: its editors, terminals, pages. */
export class OwnCanvases {
  readonly #open = new Map<string, OwnView>();
  #lastSeq = 0;

  constructor(private readonly options: OwnCanvasesOptions) {}

  /** The requests of the server that this answers. */
  get requests(): Readonly<Record<string, (params: unknown) => Promise<unknown>>> {
    return {
      "easel/ahp/canvasOpen": (params) => asResponse(() => this.#show(params)),
      "easel/ahp/canvasInvokeAction": () =>
        asResponse(async () => {
          throw new CannotShow("It has no actions.", "no_action_handler");
        }),
      "easel/ahp/canvasClose": (params) => asResponse(async () => this.#close(params)),
    };
  }

  /** Say in a session's channel what can be shown. */
  async declare(channel: string): Promise<void> {
    const { clientId, kinds } = this.options;
    const canvasProviders = kinds.map(({ open: _, ...declaration }) => declaration);
    const activeClient = { clientId, displayName: "VS Code", tools: [], canvasProviders };
    await this.#dispatch(channel, { type: "session/activeClientSet", activeClient });
  }

  /** The server is gone, and its canvases with it. What is on screen stays. */
  forget(): void {
    this.#open.clear();
  }

  async #show(params: unknown): Promise<unknown> {
    const { channel, instanceId, canvasId, input, _meta } = check(OPEN, params);
    const kind = this.options.kinds.find((each) => each.canvasId === canvasId);
    if (!kind) throw new CannotShow(`There is no canvas ${canvasId}.`, "unknown_canvas");
    const key = `${channel} ${instanceId}`;
    this.#open.get(key)?.dispose();
    const view = await kind.open(input ?? {}, () => {
      this.#open.delete(key);
      const of = _meta?.channel;
      if (of) void this.#dispatch(of, { type: "canvas/closeRequested" }).catch(() => undefined);
    });
    this.#open.set(key, view);
    return view.shown;
  }

  #close(params: unknown): JsonObject {
    const { channel, instanceId } = check(ONE, params);
    const key = `${channel} ${instanceId}`;
    const view = this.#open.get(key);
    this.#open.delete(key);
    view?.dispose();
    return {};
  }

  #dispatch(channel: string, action: JsonObject): Promise<void> {
    this.#lastSeq += 1;
    return this.options.dispatch(channel, this.#lastSeq, action);
  }
}

async function asResponse(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CannotShow || error instanceof ShapeError)) throw error;
    const code = error instanceof CannotShow ? error.code : "invalid_input";
    const { message } = error;
    throw new ResponseError(CANVAS_PROVIDER_ERROR, message, { code, message });
  }
}
