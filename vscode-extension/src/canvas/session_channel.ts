import type { ConversationId, JsonObject, OpenCanvas } from "../protocol";

const SESSION = "ahp-session:/";

/** The channel that tells which canvases a conversation has. */
export function sessionChannel(conversationId: ConversationId): string {
  return `${SESSION}${conversationId}`;
}

/** The conversation that a session's channel is about. */
export function conversationOf(channel: string): ConversationId | undefined {
  return channel.startsWith(SESSION) ? channel.slice(SESSION.length) : undefined;
}

/** The open canvases in the state of a session's channel, or in an action that replaces them. */
export function openCanvasesIn(value: JsonObject): readonly OpenCanvas[] | undefined {
  return Array.isArray(value.openCanvases) ? (value.openCanvases as OpenCanvas[]) : undefined;
}

/** What has to be done so that the tabs are those of the open canvases. */
export interface TabChanges {
  readonly opened: readonly OpenCanvas[];
  readonly closed: readonly string[];
  readonly kept: readonly OpenCanvas[];
}

/** `before`: the channels that were open. Canvases that this editor shows itself have no tab. */
export function tabChanges(
  before: ReadonlySet<string>,
  now: readonly OpenCanvas[],
  ownExtension: string,
): TabChanges {
  const tabs = now.filter(({ extensionId }) => extensionId !== ownExtension);
  const channels = new Set(tabs.map(({ channel }) => channel));
  return {
    opened: tabs.filter(({ channel }) => !before.has(channel)),
    closed: [...before].filter((channel) => !channels.has(channel)),
    kept: tabs.filter(({ channel }) => before.has(channel)),
  };
}
