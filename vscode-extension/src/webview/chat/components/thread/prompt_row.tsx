// What the user asked.

import { promptText } from "../../../../conversation/attachments";
import type { PromptEntry } from "../../../../conversation/entries";
import { clock } from "../../../../conversation/format";
import { CopyButton } from "../common/copy_button";
import { ContentBlockView } from "./content_block";

export function PromptRow({ entry }: { readonly entry: PromptEntry }) {
  const text = promptText(entry.content);
  const others = entry.content.filter(({ type }) => type !== "text");
  return (
    <div class="prompt copied-whole" data-testid="prompt">
      {text && (
        <div class="prompt-text" dir="auto">
          {text}
        </div>
      )}
      {others.length > 0 && (
        <div class="chips">
          {others.map((block, at) => (
            <ContentBlockView key={at} block={block} />
          ))}
        </div>
      )}
      {text && <CopyButton label="Copy prompt" text={() => text} />}
      <div class="prompt-meta">
        {entry.steered && <span>Said while the agent worked · </span>}
        <time dateTime={entry.at}>{clock(entry.at)}</time>
      </div>
    </div>
  );
}
