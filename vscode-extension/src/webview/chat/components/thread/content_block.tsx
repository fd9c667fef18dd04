// A content block of ACP that is not text: a picture, a sound, a file.

import { blockName } from "../../../../conversation/format";
import type { ContentBlock } from "../../../../protocol";
import { Markdown } from "../../markdown/markdown";
import { useApp } from "../common/context";
import { Icon } from "../common/icon";

const PICTURE = /^image\/(?:png|jpeg|gif|webp)$/;

export function ContentBlockView({ block }: { readonly block: ContentBlock }) {
  const { type, text, data, mimeType } = block;
  if (type === "text") {
    return <Markdown text={String(text)} />;
  }
  if (type === "image" && typeof data === "string" && PICTURE.test(String(mimeType))) {
    return <img class="picture" src={`data:${mimeType};base64,${data}`} alt={blockName(block)} />;
  }
  return <FileChip block={block} />;
}

/** A file, or something that cannot be shown here. */
export function FileChip({ block }: { readonly block: ContentBlock }) {
  const app = useApp();
  const uri = uriOf(block);
  const open = () => app.bridge.request("host/openLocation", { uri: uri ?? "" });
  return (
    <button
      type="button"
      class="chip"
      data-testid="file-chip"
      disabled={!uri?.startsWith("file:")}
      title={uri ?? String(block.type)}
      onClick={() => void app.problems.attempt("The file could not be opened", open)}
    >
      <Icon name={ICONS[String(block.type)] ?? "file"} /> {blockName(block)}
    </button>
  );
}

const ICONS: Readonly<Record<string, string>> = {
  image: "file-media",
  audio: "unmute",
  resource: "file-code",
  resource_link: "file",
};

function uriOf(block: ContentBlock): string | undefined {
  const uri = block.uri ?? (block.resource as { uri?: unknown } | undefined)?.uri;
  return typeof uri === "string" ? uri : undefined;
}
