import { execFile } from "node:child_process";

/** How a program that was run to its end went. */
export interface Finished {
  /** Null if it was ended by a signal. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; undefined if there is no such program. */
export type Run = (
  program: string,
  args: readonly string[],
  options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
) => Promise<Finished | undefined>;

const OUTPUT_BYTES = 4 * 1024 * 1024;
const TEN_MINUTES = 600_000;

export const run: Run = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const limits = {
      timeout: options.timeoutMs ?? TEN_MINUTES,
      maxBuffer: OUTPUT_BYTES,
      windowsHide: true,
      ...(options.signal && { signal: options.signal }),
    };
    execFile(program, [...args], limits, (error, stdout, stderr) => {
      if (error?.name === "AbortError") reject(error);
      else if (error?.code === "ENOENT" || error?.code === "EACCES") resolve(undefined);
      else resolve({ status: statusOf(error), stdout, stderr });
    });
  });

function statusOf(error: { code?: unknown } | null): number | null {
  if (error === null) return 0;
  return typeof error.code === "number" ? error.code : null;
}
