// Files that are dropped on the prompt.

import { useState } from "preact/hooks";
import type { Files } from "../../model/files";

const URI_LISTS = ["application/vnd.code.uri-list", "text/uri-list"];

export function useDropTarget(files: Files) {
  const [over, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      void take(files, event.dataTransfer);
    },
  };
  return { over, handlers };
}

/** What VS Code drags is named by addresses; what comes from outside brings its content. */
async function take(files: Files, transfer: DataTransfer | null): Promise<void> {
  const list = URI_LISTS.map((type) => transfer?.getData(type) ?? "").find(Boolean) ?? "";
  const uris = list.split(/\r?\n/).filter((line) => line.startsWith("file:"));
  await (uris.length > 0 ? files.attachUris(uris) : files.attachContents(transfer?.files ?? []));
}
