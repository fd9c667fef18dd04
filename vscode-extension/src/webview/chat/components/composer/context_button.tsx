// Attaches what the active editor shows.

import { useApp } from "../common/context";
import { Icon } from "../common/icon";

/** Attaches what is selected in the active editor, or its file. */
export function ContextButton() {
  const app = useApp();
  const { file, excerpt } = app.files.context.value;
  if (!file && !excerpt) {
    return null;
  }
  const name = excerpt?.name ?? file?.name ?? "";
  const from = (excerpt?.range.start.line ?? 0) + 1;
  const to = (excerpt?.range.end.line ?? 0) + 1;
  const label = excerpt ? `${name}:${from === to ? from : `${from}-${to}`}` : name;
  return (
    <button
      type="button"
      class="picker"
      data-testid="attach-context"
      title={`Attach ${label}`}
      aria-label={`Attach ${label}`}
      onClick={() => {
        if (excerpt) {
          app.files.attachExcerpt(excerpt);
        } else if (file) {
          void app.files.attachReference(file);
        }
      }}
    >
      <Icon name={excerpt ? "list-selection" : "file"} class="mini" />
      <span class="picker-text">{label}</span>
    </button>
  );
}
