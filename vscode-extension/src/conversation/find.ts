// Searching a thread for a text.

import { promptText } from "./attachments";
import { textOf } from "./entries";
import type { Row } from "./rows";

/** The rows in which this stands, in either case of letters. What is folded is not looked into. */
export function rowsWith(rows: readonly Row[], query: string): readonly Row[] {
  const wanted = query.trim().toLowerCase();
  return wanted === "" ? [] : rows.filter((row) => shownText(row).toLowerCase().includes(wanted));
}

function shownText({ entry }: Row): string {
  switch (entry.kind) {
    case "prompt":
      return promptText(entry.content);
    case "message":
      return entry.role === "thought" ? "" : textOf(entry.parts);
    case "tool":
      return entry.call.title;
    case "plan":
      return entry.entries.map(({ content }) => String(content)).join("\n");
    case "notice":
      return entry.text;
    default:
      return "";
  }
}
