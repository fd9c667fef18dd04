import { useEffect } from "preact/hooks";

/** Ctrl+F, or Cmd+F, anywhere in the panel. */
export function useFindKey(find: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const modified = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (modified && event.key.toLowerCase() === "f") {
        event.preventDefault();
        find();
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
