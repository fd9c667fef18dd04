import type { Run } from "./processes";

/** A Python that can run the server. */
export interface Python {
  readonly path: string;
  /** Such as `3.12.4`. */
  readonly version: string;
}

/** The Pythons that were tried and are too old or no Python at all, in words for people. */
export type Tried = readonly string[];

export const OLDEST = [3, 11] as const;

const PROBE = "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])";
const PROBE_TIMEOUT_MS = 20_000;
const POSIX = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];
const WINDOWS = ["py", "python", "python3"];

/**
 * The first Python that is new enough.
 *
 * `configured` is the only one that is tried if given.
 */
export async function findPython(
  configured: string | undefined,
  run: Run,
  platform: NodeJS.Platform = process.platform,
): Promise<{ readonly python: Python } | { readonly tried: Tried }> {
  const tried: string[] = [];
  for (const program of candidates(configured, platform)) {
    const python = await probe(program, run);
    if (python && isNewEnough(python.version)) return { python };
    if (python) tried.push(`${python.path} is ${python.version}`);
    else if (configured) tried.push(`${configured} cannot be run`);
  }
  return { tried };
}

function candidates(configured: string | undefined, platform: NodeJS.Platform): readonly string[] {
  if (configured) return [configured];
  return platform === "win32" ? WINDOWS : POSIX;
}

async function probe(program: string, run: Run): Promise<Python | undefined> {
  const done = await run(program, ["-c", PROBE], { timeoutMs: PROBE_TIMEOUT_MS });
  const [path, version] = (done?.stdout ?? "").trim().split(/\r?\n/);
  if (done?.status !== 0 || !path || !version) return undefined;
  return { path, version };
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
