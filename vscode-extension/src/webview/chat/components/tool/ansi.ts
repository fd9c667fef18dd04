// Output of terminals as HTML.

import { AnsiUp } from "ansi_up";
import DOMPurify from "dompurify";

/** Colours of terminals as classes: the page allows no `style`. */
export function ansiHtml(output: string): string {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  return DOMPurify.sanitize(ansi.ansi_to_html(settled(output)), { FORBID_ATTR: ["style"] });
}

/** What stays of lines that were written over, such as progress bars. */
function settled(output: string): string {
  return output.replace(/\r\n/g, "\n").replace(/[^\n]*\r(?!$)/g, "");
}
