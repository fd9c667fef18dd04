// What goes with the prompt.

import type { Attachment } from "../../../../conversation/attachments";
import { useApp } from "../common/context";
import { Icon, IconButton } from "../common/icon";

const ICONS = { image: "file-media", file: "file", text: "file-code" } as const;

export function AttachmentChips({ attachments }: { readonly attachments: readonly Attachment[] }) {
  const app = useApp();
  if (attachments.length === 0) {
    return null;
  }
  return (
    <ul class="chips attachments" aria-label="Attachments">
      {attachments.map((attachment) => (
        <li key={attachment.id} class="chip" data-testid="attachment">
          {attachment.kind === "image" ? (
            <img
              class="thumb"
              src={`data:${attachment.mimeType};base64,${attachment.data}`}
              alt=""
            />
          ) : (
            <Icon name={ICONS[attachment.kind]} />
          )}
          <span class="chip-text">{attachment.name}</span>
          {attachment.kind === "text" && attachment.detail && (
            <span class="quiet">{attachment.detail}</span>
          )}
          <IconButton
            icon="close"
            label={`Remove ${attachment.name}`}
            testid="detach"
            onClick={() => app.files.detach(attachment.id)}
          />
        </li>
      ))}
    </ul>
  );
}
