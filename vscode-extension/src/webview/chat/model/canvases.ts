// The canvases of a conversation that are open, kept up to date.

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { sessionChannel } from "../../../canvas/session_channel";
import { type ShownCanvas, shownCanvases } from "../../../canvas/shown";
import { reduceSession } from "../../../canvas/state";
import type { AhpActionParams, ConversationId, JsonObject } from "../../../protocol";
import type { Bridge } from "../bridge/bridge";

export class Canvases {
  readonly #session: Signal<JsonObject> = signal({});
  /** In the order in which they were opened. */
  readonly open: ReadonlySignal<readonly ShownCanvas[]> = computed(() =>
    shownCanvases(this.#session.value),
  );

  constructor(
    private readonly id: ConversationId,
    private readonly bridge: Bridge,
  ) {}

  /** Follow them from how they are now. Throws a `BridgeFailure`. */
  async follow(): Promise<void> {
    const channel = sessionChannel(this.id);
    const { snapshot } = await this.bridge.request("easel/ahp/subscribe", { channel });
    this.#session.value = snapshot.state;
  }

  /** An action in the channel of the conversation. */
  heed({ action, rejectionReason }: AhpActionParams): void {
    if (!rejectionReason) {
      this.#session.value = reduceSession(this.#session.peek(), action);
    }
  }
}
