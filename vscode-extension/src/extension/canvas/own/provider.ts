import { check, object, optional, record, text } from "../../../bridge/shape";
import type { JsonObject } from "../../../protocol";
import { CannotShow, type Looks, type OwnKind, type OwnView } from "./view";

export interface OwnCanvasesOptions {
  readonly clientId: string;
  readonly kinds: readonly OwnKind[];
  /** Tell the server; rejects if there is none. */
  readonly dispatch: (channel: string, clientSeq: number, action: JsonObject) => Promise<void>;
}

const ONE = object({ channel: text(1000), instanceId: text(200) });
const OPEN = object({
  channel: text(1000),
  instanceId: text(200),
  canvasId: text(200),
  input: optional(record),
  _meta: optional(object({ channel: optional(text(1000)) })),
});
const INVOKE = object({
  channel: text(1000),
  instanceId: text(200),
  actionName: text(200),
  input: optional(record),
});

/**
 * Provides the canvases that VS Code shows by its own means: its editors, terminals, pages.
 *
 * A view outlives the server that asked for it: one that comes back asks for its canvases again,
 * and finds them as they are. Every method throws a `CannotShow`, a `ShapeError`, or what VS Code
 * throws where it cannot show something.
 */
export class OwnCanvases {
  readonly #views = new Map<string, OwnView>();
  #lastSeq = 0;

  constructor(private readonly options: OwnCanvasesOptions) {}

  /** Say in a session's channel what can be shown. */
  async declare(channel: string): Promise<void> {
    const { clientId, kinds } = this.options;
    const canvasProviders = kinds.map(({ create: _, ...declaration }) => declaration);
    const activeClient = { clientId, displayName: "VS Code", tools: [], canvasProviders };
    await this.#dispatch(channel, { type: "session/activeClientSet", activeClient });
  }

  /** `easel/ahp/canvasOpen`: show it; one that is open comes to the front with the input. */
  async open(params: unknown): Promise<Looks> {
    const { channel, instanceId, canvasId, input = {}, _meta } = check(OPEN, params);
    const key = keyOf(channel, instanceId);
    const there = this.#views.get(key);
    if (there) return there.show(input);
    const kind = this.options.kinds.find((each) => each.canvasId === canvasId);
    if (!kind) throw new CannotShow(`There is no canvas ${canvasId}.`, "unknown_canvas");
    const view = this.#create(kind, key, _meta?.channel);
    try {
      const looks = await view.show(input);
      if (this.#views.get(key) === view) return looks;
      throw new CannotShow("It was closed before it was shown.", "closed");
    } catch (error) {
      this.#forget(key, view);
      throw error;
    }
  }

  /** `easel/ahp/canvasInvokeAction` */
  async invoke(params: unknown): Promise<JsonObject> {
    const { channel, instanceId, actionName, input = {} } = check(INVOKE, params);
    const view = this.#views.get(keyOf(channel, instanceId));
    if (!view) throw new CannotShow(`${instanceId} is not open.`, "not_open");
    const act = Object.hasOwn(view.actions, actionName) ? view.actions[actionName] : undefined;
    if (!act) throw new CannotShow(`It has no action ${actionName}.`, "no_action_handler");
    return { value: await act(input) };
  }

  /** `easel/ahp/canvasClose`; one that is being opened is closed as soon as it is there. */
  close(params: unknown): JsonObject {
    const { channel, instanceId } = check(ONE, params);
    const key = keyOf(channel, instanceId);
    const view = this.#views.get(key);
    if (view) this.#forget(key, view);
    return {};
  }

  #create(kind: OwnKind, key: string, channel: string | undefined): OwnView {
    const tell = (action: JsonObject) => {
      if (channel) void this.#dispatch(channel, action).catch(() => undefined);
    };
    const view: OwnView = kind.create({
      key,
      closed: () => {
        if (this.#forget(key, view)) tell({ type: "canvas/closeRequested" });
      },
      updated: (looks) => tell({ type: "canvas/updated", ...looks }),
    });
    this.#views.set(key, view);
    return view;
  }

  /** Whether it was still known. */
  #forget(key: string, view: OwnView): boolean {
    const isKnown = this.#views.get(key) === view;
    if (isKnown) this.#views.delete(key);
    view.dispose();
    return isKnown;
  }

  #dispatch(channel: string, action: JsonObject): Promise<void> {
    this.#lastSeq += 1;
    return this.options.dispatch(channel, this.#lastSeq, action);
  }
}

function keyOf(channel: string, instanceId: string): string {
  return `${channel} ${instanceId}`;
}
