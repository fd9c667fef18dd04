// A value as JSON.

import { highlighted } from "../../markdown/highlight";

const MAX_LENGTH = 20_000;

export function Json({ value }: { readonly value: unknown }) {
  const text = typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
  const shown = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}\n…` : text;
  const html = highlighted(shown, typeof value === "string" ? "" : "json");
  return (
    <pre class="output" tabIndex={0}>
      <code dangerouslySetInnerHTML={{ __html: html }} />
    </pre>
  );
}
