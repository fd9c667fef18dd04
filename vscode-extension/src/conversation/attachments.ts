// What goes with a prompt, and the content blocks that it becomes.

import type { ContentBlock } from "../protocol";

export type Attachment = { readonly id: string; readonly name: string } & (
  | { readonly kind: "image"; readonly mimeType: string; readonly data: string }
  | { readonly kind: "file"; readonly uri: string; readonly path: string }
  | {
      readonly kind: "text";
      readonly uri: string;
      readonly text: string;
      readonly mimeType?: string;
      /** For people: such as `lines 3 to 9`. */
      readonly detail?: string;
    }
);

/** The prompt as ACP has it: the text first. */
export function promptBlocks(
  text: string,
  attachments: readonly Attachment[],
): readonly ContentBlock[] {
  const said = text.trim() === "" ? [] : [{ type: "text", text: text.trim() }];
  return [...said, ...attachments.map(blockOf)];
}

function blockOf(attachment: Attachment): ContentBlock {
  switch (attachment.kind) {
    case "image":
      return { type: "image", mimeType: attachment.mimeType, data: attachment.data };
    case "file":
      return { type: "resource_link", uri: attachment.uri, name: attachment.path };
    case "text": {
      const { uri, text, mimeType } = attachment;
      return { type: "resource", resource: { uri, text, ...(mimeType && { mimeType }) } };
    }
  }
}

/** The text of a prompt, to edit it. Other blocks stay as they are. */
export function promptText(blocks: readonly ContentBlock[]): string {
  return blocks.flatMap(({ type, text }) => (type === "text" ? [String(text)] : [])).join("\n\n");
}

/** The prompt with another text and the same other blocks. */
export function withText(blocks: readonly ContentBlock[], text: string): readonly ContentBlock[] {
  return [...promptBlocks(text, []), ...blocks.filter(({ type }) => type !== "text")];
}
