import { Disposable, type Memento, ViewColumn, type WebviewPanel, window } from "vscode";
import { check, object, ShapeError, text } from "../../bridge/shape";
import {
  conversationOf,
  openCanvasesIn,
  sessionChannel,
  tabChanges,
} from "../../canvas/session_channel";
import type {
  AhpActionParams,
  AhpSubscribeResult,
  CanvasListResult,
  ConversationId,
  JsonObject,
  OpenCanvas,
} from "../../protocol";
import type { ServerService } from "../server/service";
import { KeptTabs } from "./kept_tabs";
import { CANVAS_VIEW, CanvasPanel, type CanvasPanelOptions, titleOf } from "./panel";

export interface CanvasPanelsOptions {
  readonly server: ServerService;
  readonly page: Pick<CanvasPanelOptions, "extension" | "bridge">;
  /** What outlives a reload of this window. */
  readonly memory: Memento;
  /** The `extensionId` of the canvases that this editor shows by its own means. */
  readonly ownExtension: string;
  /** A conversation is followed from now on, over this channel. */
  readonly onFollow: (channel: string) => Promise<void>;
}

/** An editor shows it by its own means, and is asked to bring it to the front. */
const OF_AN_EDITOR = "client:";
const OPEN = object({ channel: text(1000), conversationId: text(200) });
const KEPT = object({ channel: text(1000), conversation: text(200) });

class CanvasGone extends Error {}

/**
 * The tabs of canvases. A canvas that is opened in a conversation which is followed gets a tab
 * beside; one that is closed loses it. A person may close a tab and keep its canvas.
 */
export class CanvasPanels implements Disposable {
  readonly #panels = new Map<string, CanvasPanel>();
  readonly #kept: KeptTabs;
  /** The conversations whose canvases have tabs, also while there is no server. */
  readonly #wanted = new Set<ConversationId>();
  /** The channels of the open canvases of each of them, as far as they are known. */
  readonly #followed = new Map<ConversationId, ReadonlySet<string>>();
  /** Those of them that the present server tells of. */
  readonly #subscribed = new Set<ConversationId>();
  readonly #subscriptions: Disposable;

  constructor(private readonly options: CanvasPanelsOptions) {
    const { server, memory } = options;
    this.#kept = new KeptTabs(memory);
    this.#subscriptions = Disposable.from(
      server.onNotification(({ method, params }) => {
        if (method === "easel/ahp/action") this.#heed(params as AhpActionParams);
      }),
      server.onDidChangeState(({ state }) => {
        if (state === "ready") this.#followAgain();
        else this.#subscribed.clear();
      }),
      window.registerWebviewPanelSerializer(CANVAS_VIEW, {
        deserializeWebviewPanel: (panel, state) => this.#restore(panel, state),
      }),
    );
  }

  /** Open a tab for each canvas that is opened in this conversation from now on. */
  async follow(conversationId: ConversationId): Promise<void> {
    if (this.#subscribed.has(conversationId)) return;
    this.#wanted.add(conversationId);
    this.#subscribed.add(conversationId);
    const channel = sessionChannel(conversationId);
    try {
      const answer = await this.options.server.request("easel/ahp/subscribe", { channel });
      const open = openCanvasesIn((answer as AhpSubscribeResult).snapshot.state) ?? [];
      const known = this.#followed.get(conversationId) ?? this.#asFound(conversationId, open);
      this.#followed.set(conversationId, known);
      this.#update(conversationId, open);
      await this.options.onFollow(channel);
    } catch (error) {
      this.#subscribed.delete(conversationId);
      throw error;
    }
  }

  /** `host/openCanvas` */
  async open(params: unknown): Promise<void> {
    const { channel, conversationId } = check(OPEN, params);
    const canvas = await this.#find(channel, conversationId);
    if (canvas.extensionId.startsWith(OF_AN_EDITOR)) {
      const { canvasId, extensionId, instanceId } = canvas;
      const again = { conversationId, canvasId, extensionId, instanceId };
      await this.options.server.request("easel/canvas/open", again);
    } else {
      this.show(canvas, conversationId, false);
    }
  }

  /** Show an open canvas in its tab; in a new one where canvases are, if it has none. */
  show(canvas: OpenCanvas, conversationId: ConversationId, preserveFocus: boolean): void {
    const known = this.#panels.get(canvas.channel);
    if (known) {
      known.show();
      return;
    }
    const column = { viewColumn: this.#column(), preserveFocus };
    const panel = window.createWebviewPanel(CANVAS_VIEW, titleOf(canvas), column, {
      retainContextWhenHidden: true,
      enableFindWidget: true,
    });
    this.#adopt(panel, canvas.channel, conversationId);
    this.#keep(canvas, conversationId);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #find(channel: string, conversationId: ConversationId): Promise<OpenCanvas> {
    const listed = await this.options.server.request("easel/canvas/list", { conversationId });
    const canvas = (listed as CanvasListResult).open.find((each) => each.channel === channel);
    if (!canvas) throw new CanvasGone("This canvas is not open any more.");
    return canvas;
  }

  /** The group of the newest canvas, else one beside the editor: never one more for each. */
  #column(): ViewColumn {
    return [...this.#panels.values()].at(-1)?.column ?? ViewColumn.Beside;
  }

  #adopt(panel: WebviewPanel, channel: string, conversationId: ConversationId): void {
    const onClosed = () => {
      this.#panels.delete(channel);
      this.#kept.forget(channel);
      void this.options.server.notify("easel/ahp/unsubscribe", { channel }).catch(() => undefined);
    };
    const adopted = new CanvasPanel({
      panel,
      channel,
      conversationId,
      onClosed,
      ...this.options.page,
    });
    this.#panels.set(channel, adopted);
  }

  /** The tab goes if its canvas is not open any more, but not because there is no server yet. */
  async #restore(panel: WebviewPanel, state: unknown): Promise<void> {
    try {
      const known = state ?? this.#kept.find(panel.title, (channel) => !this.#panels.has(channel));
      const { channel, conversation } = check(KEPT, known);
      this.#adopt(panel, channel, conversation);
      await this.follow(conversation);
      this.#rename(await this.#find(channel, conversation), conversation);
    } catch (error) {
      this.#log(`a canvas was not restored: ${error}`);
      if (error instanceof CanvasGone || error instanceof ShapeError) panel.dispose();
    }
  }

  #rename(canvas: OpenCanvas, conversationId: ConversationId): void {
    const panel = this.#panels.get(canvas.channel);
    if (!panel) return;
    panel.rename(titleOf(canvas));
    this.#keep(canvas, conversationId);
  }

  #keep(canvas: OpenCanvas, conversation: ConversationId): void {
    this.#kept.keep({ channel: canvas.channel, conversation, title: titleOf(canvas) });
  }

  /** What has a tab or is open when a conversation begins to be followed: it needs no other tab. */
  #asFound(conversationId: ConversationId, open: readonly OpenCanvas[]): ReadonlySet<string> {
    const tabs = [...this.#panels].filter(([, panel]) => panel.conversationId === conversationId);
    return new Set([...channelsOf(open), ...tabs.map(([channel]) => channel)]);
  }

  /** Another server is there: whatever became of the canvases meanwhile is told by it. */
  #followAgain(): void {
    for (const conversationId of this.#wanted) {
      this.follow(conversationId).catch((error) => this.#log(`not followed again: ${error}`));
    }
  }

  #log(line: string): void {
    this.options.page.bridge.output.info(line);
  }

  #heed({ channel, action, rejectionReason }: AhpActionParams): void {
    if (rejectionReason) return;
    const conversationId = conversationOf(channel);
    const open = openCanvasesIn(action);
    if (conversationId && open) this.#update(conversationId, open);
    if (action.type === "canvas/message" && isFocus(action.payload)) {
      this.#panels.get(channel)?.show();
    }
  }

  #update(conversationId: ConversationId, open: readonly OpenCanvas[]): void {
    const before = this.#followed.get(conversationId);
    if (!before) return;
    const { opened, closed, kept } = tabChanges(before, open, this.options.ownExtension);
    this.#followed.set(conversationId, channelsOf(open));
    for (const canvas of opened) this.show(canvas, conversationId, true);
    for (const channel of closed) this.#panels.get(channel)?.dispose();
    for (const canvas of kept) this.#rename(canvas, conversationId);
  }
}

function channelsOf(open: readonly OpenCanvas[]): ReadonlySet<string> {
  return new Set(open.map(({ channel }) => channel));
}

function isFocus(payload: unknown): boolean {
  return (payload as JsonObject | undefined)?.kind === "focus";
}
