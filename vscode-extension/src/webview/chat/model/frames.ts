// Work that is done at most once per frame.

const HIDDEN_MS = 250;

/** Calls `work` in the next frame, once, however often it was asked for; also while hidden. */
export function oncePerFrame(work: () => void): () => void {
  let pending = false;
  const run = () => {
    if (pending) {
      pending = false;
      work();
    }
  };
  return () => {
    if (!pending) {
      pending = true;
      requestAnimationFrame(run);
      // A hidden page draws no frames.
      setTimeout(run, HIDDEN_MS);
    }
  };
}
