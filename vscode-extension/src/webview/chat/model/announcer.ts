// What a screen reader is told without being asked.

import { type Signal, signal } from "@preact/signals";

export class Announcer {
  readonly polite: Signal<string> = signal("");
  /** For what waits for an answer. */
  readonly assertive: Signal<string> = signal("");

  say(text: string): void {
    this.polite.value = text;
  }

  interrupt(text: string): void {
    this.assertive.value = text;
  }
}
