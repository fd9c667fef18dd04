// Work that is done at most once per frame.

const HIDDEN_MS = 250;

/** Calls `work` in the next frame, once, however often it was asked for; also while hidden. */
export function oncePerFrame(work: () => void): () => void {
  let waiting: { readonly frame: number; readonly timer: number } | null = null;
  const run = () => {
    if (waiting) {
      cancelAnimationFrame(waiting.frame);
      clearTimeout(waiting.timer);
      waiting = null;
      work();
    }
  };
  return () => {
    // A hidden page draws no frames.
    waiting ??= {
      frame: requestAnimationFrame(run),
      timer: window.setTimeout(run, HIDDEN_MS),
    };
  };
}
