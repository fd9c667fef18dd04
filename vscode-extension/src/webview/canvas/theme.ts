// Which theme the page has, for what is drawn in its colours.

import { type ReadonlySignal, signal } from "@preact/signals";

const kind = signal(document.body.className);

new MutationObserver(() => {
  kind.value = document.body.className;
}).observe(document.body, { attributeFilter: ["class"] });

/** Changes with the theme. */
export const theme: ReadonlySignal<string> = kind;
