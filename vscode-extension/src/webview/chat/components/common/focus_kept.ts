// The focus when what had it goes away.

import { useEffect } from "preact/hooks";
import { useApp } from "./context";

/** What comes and goes with what the agent does. */
const FLEETING = ".dock, .banners";

/**
 * When what had the focus is gone, such as a question that was answered or a Stop that was heard,
 * the focus goes to the next question, or to the prompt.
 */
export function useFocusKept(): void {
  const app = useApp();
  useEffect(() => {
    let last: Element | null = null;
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element && target.closest(FLEETING) ? target : null;
    };
    const watch = new MutationObserver(() => {
      if (last === null || last.isConnected) {
        return;
      }
      last = null;
      if (document.activeElement === document.body && document.hasFocus()) {
        const next = document.querySelector<HTMLElement>(".question .options button");
        next ? next.focus() : app.focusPrompt();
      }
    });
    document.addEventListener("focusin", remember);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", remember);
      watch.disconnect();
    };
  }, [app]);
}
