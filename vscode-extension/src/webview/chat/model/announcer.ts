// What a screen reader is told without being asked.

import { type Signal, signal } from "@preact/signals";

export class Announcer {
  readonly polite: Signal<string> = signal("");
  /** For what waits for an answer. */
  readonly assertive: Signal<string> = signal("");

  say(text: string): void {
    tell(this.polite, text);
  }

  interrupt(text: string): void {
    tell(this.assertive, text);
  }
}

/** A region is read when its text changes: what is said twice ends with a space that nobody hears. */
function tell(region: Signal<string>, text: string): void {
  region.value = text !== "" && region.peek() === text ? `${text}\u00a0` : text;
}
