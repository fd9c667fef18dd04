import type { Memento } from "vscode";
import type { ConversationId } from "../../protocol";

/** Which canvas a tab shows. */
export interface KeptTab {
  readonly channel: string;
  readonly conversation: ConversationId;
  readonly title: string;
}

const KEY = "easel.canvasTabs";

/**
 * The tabs of this window, kept by the extension. A page keeps for itself which canvas it shows,
 * but only once its script runs: a window that is reloaded before that has tabs that know nothing.
 */
export class KeptTabs {
  constructor(private readonly memory: Pick<Memento, "get" | "update">) {}

  /** A tab is there, or has another title. */
  keep(tab: KeptTab): void {
    const known = this.#tabs().find(({ channel }) => channel === tab.channel);
    if (known?.title !== tab.title) this.#replace(tab.channel, [tab]);
  }

  forget(channel: string): void {
    this.#replace(channel, []);
  }

  /** The tab of that title among those that `isFree` says nobody has taken. */
  find(title: string, isFree: (channel: string) => boolean): KeptTab | undefined {
    return this.#tabs().find((tab) => tab.title === title && isFree(tab.channel));
  }

  #tabs(): readonly KeptTab[] {
    return this.memory.get<readonly KeptTab[]>(KEY, []);
  }

  #replace(channel: string, by: readonly KeptTab[]): void {
    const others = this.#tabs().filter((tab) => tab.channel !== channel);
    void this.memory.update(KEY, [...others, ...by]);
  }
}
