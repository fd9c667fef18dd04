// Messages and thoughts, which come in pieces.

import type { ContentBlock, Message } from "../../protocol";
import type { MessageEntry, MessagePart } from "../entries";
import { begin, type Draft } from "./draft";

export function message(draft: Draft, event: Message): void {
  const key = `message:${event.messageId}`;
  draft.put<MessageEntry>(event, key, (before) => ({
    ...(before ?? { ...begin(event, key), kind: "message", role: event.role }),
    begun: before?.begun || !event.append,
    parts:
      event.append && before ? joined(before.parts, [part(event.content)]) : [part(event.content)],
  }));
}

/** The parts of one message: text that follows text is one text. */
export function joined(
  parts: readonly MessagePart[],
  more: readonly MessagePart[],
): readonly MessagePart[] {
  const last = parts.at(-1);
  const [first, ...rest] = more;
  if (last?.type !== "text" || first?.type !== "text") {
    return [...parts, ...more];
  }
  return [...parts.slice(0, -1), { type: "text", text: last.text + first.text }, ...rest];
}

function part(block: ContentBlock): MessagePart {
  const { type, text } = block;
  return type === "text" && typeof text === "string"
    ? { type: "text", text }
    : { type: "block", block };
}
