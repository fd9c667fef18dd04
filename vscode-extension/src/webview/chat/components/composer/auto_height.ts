// A text field that is as tall as its text, within bounds that the style sheet sets.

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

export function useAutoHeight(input: RefObject<HTMLTextAreaElement>, text: string): void {
  useLayoutEffect(() => {
    const element = input.current;
    if (element) {
      element.style.height = "auto";
      element.style.height = `${element.scrollHeight}px`;
    }
  }, [text]);
}
