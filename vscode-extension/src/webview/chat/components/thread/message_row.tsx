// What the agent said, or thought.

import type { MessageEntry } from "../../../../conversation/entries";
import { textOf } from "../../../../conversation/entries";
import { Markdown } from "../../markdown/markdown";
import { CopyButton } from "../common/copy_button";
import { Disclosure } from "../common/disclosure";
import { ContentBlockView } from "./content_block";

interface MessageProps {
  readonly id: string;
  readonly entry: MessageEntry;
  readonly live: boolean;
}

export function MessageRow(props: MessageProps) {
  switch (props.entry.role) {
    case "thought":
      return <Thought {...props} />;
    case "user":
      return (
        <div class="prompt" data-testid="replayed-prompt">
          <div class="prompt-text" dir="auto">
            {textOf(props.entry.parts)}
          </div>
        </div>
      );
    default:
      return (
        <div class="copied-whole">
          <Parts entry={props.entry} testid="message-assistant" />
          <CopyButton label="Copy message" text={() => textOf(props.entry.parts)} />
        </div>
      );
  }
}

function Parts({ entry, testid }: { readonly entry: MessageEntry; readonly testid: string }) {
  return (
    <div class="message" data-testid={testid}>
      {!entry.begun && <p class="cut">…</p>}
      {entry.parts.map((part, at) =>
        part.type === "text" ? (
          <Markdown key={at} text={part.text} />
        ) : (
          <ContentBlockView key={at} block={part.block} />
        ),
      )}
    </div>
  );
}

const GLANCE = 90;

function Thought({ id, entry }: MessageProps) {
  const text = textOf(entry.parts).replace(/\s+/g, " ").trim();
  return (
    <Disclosure
      id={id}
      class="thought"
      testid="thought"
      summary={
        <span class="thought-summary">
          <span class="thought-label">Thought</span> {text.slice(0, GLANCE)}
        </span>
      }
    >
      {() => <Parts entry={entry} testid="thought-text" />}
    </Disclosure>
  );
}
