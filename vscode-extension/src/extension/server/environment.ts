// The Python environment that runs the server which this extension brings.
//
// Each is a folder of its own, which is never changed once it is complete: another window may be
// running from it. A file beside them says which one is in use.

import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Finished, Run } from "./processes";
import { findPython, type Python } from "./python";
import { folderProblem, installProblem, venvProblem, withSpaceLeft } from "./setup_problems";
import { SetupError } from "./state";

/** What an environment is made from, and where. */
export interface EnvironmentPlan {
  /** The wheel of the server. */
  readonly wheel: string;
  /** A folder of our own. */
  readonly folder: string;
  /** The Python to use, if the user named one. */
  readonly python: string | undefined;
}

export interface Progress {
  /** A step, in words for people. */
  report(step: string): void;
  readonly signal: AbortSignal;
}

const CURRENT = "current.json";
const A_WEEK_MS = 7 * 24 * 3600 * 1000;
/** A program that was stopped may still write for a moment. */
const RETRIES = 5;

/** The program `easel` of the environment that is complete and made from this wheel, if any. */
export async function existingEasel(plan: EnvironmentPlan): Promise<string | undefined> {
  try {
    const current: unknown = JSON.parse(await readFile(join(plan.folder, CURRENT), "utf8"));
    const { wheel, environment } = current as { wheel?: unknown; environment?: unknown };
    if (wheel !== basename(plan.wheel) || typeof environment !== "string") return undefined;
    const easel = easelIn(join(plan.folder, basename(environment)));
    return existsSync(easel) ? easel : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Make an environment with the server in it; returns its program `easel`.
 *
 * Throws a `SetupError` if something is missing, an `AbortError` if the user stops it.
 */
export async function makeEnvironment(
  plan: EnvironmentPlan,
  run: Run,
  progress: Progress,
): Promise<string> {
  const name = `env-${randomUUID()}`;
  const environment = join(plan.folder, name);
  try {
    await mkdir(plan.folder, { recursive: true });
    await fill(environment, plan, run, progress);
    await pointTo(plan, name);
  } catch (error) {
    await removeFolder(environment);
    throw await problemOf(error, plan.folder);
  }
  return easelIn(environment);
}

/** Remove what older versions and broken installs have left, once no window can be using it. */
export async function removeOldEnvironments(folder: string, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const current = await readFile(join(folder, CURRENT), "utf8").catch(() => "");
  for (const name of names.filter((each) => each.startsWith("env-") && !current.includes(each))) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && now - found.mtimeMs > A_WEEK_MS) await removeFolder(join(folder, name));
  }
}

async function fill(
  environment: string,
  plan: EnvironmentPlan,
  run: Run,
  progress: Progress,
): Promise<void> {
  const { signal } = progress;
  if (await run("uv", ["--version"], { signal })) {
    progress.report("making a Python environment with uv");
    const python = plan.python ?? ">=3.11";
    await must(run("uv", ["venv", "--quiet", "--python", python, environment], { signal }));
    progress.report("installing the server with uv");
    const install = ["pip", "install", "--quiet", "--python", pythonIn(environment), plan.wheel];
    await must(run("uv", install, { signal }));
    return;
  }
  progress.report("looking for Python");
  const python = await needPython(plan.python, run);
  progress.report(`making an environment with Python ${python.version}`);
  const made = await run(python.path, ["-m", "venv", environment], { signal });
  if (made?.status !== 0) throw venvProblem(python, made);
  progress.report("installing the server");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", plan.wheel];
  await must(run(pythonIn(environment), pip, { signal }));
}

async function needPython(configured: string | undefined, run: Run): Promise<Python> {
  const found = await findPython(configured, run);
  if ("python" in found) return found.python;
  const why = found.tried.length > 0 ? ` Found: ${found.tried.join(", ")}.` : "";
  throw new SetupError(
    `Easel needs Python 3.11 or newer.${why} Install Python or uv, or name one in the setting easel.server.python.`,
    ["getPython", "install", "choosePath"],
  );
}

async function must(running: Promise<Finished | undefined>): Promise<void> {
  const done = await running;
  if (done?.status !== 0) throw installProblem(done);
}

/** What is left behind is removed later, if it cannot be removed now. */
async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: RETRIES }).catch(() => undefined);
}

/** The user's stop stays what it is; what the file system refuses is said in words. */
async function problemOf(error: unknown, folder: string): Promise<unknown> {
  if (error instanceof SetupError) return withSpaceLeft(error, folder);
  return isOfFiles(error) ? folderProblem(error, folder) : error;
}

function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

async function pointTo(plan: EnvironmentPlan, environment: string): Promise<void> {
  const current = JSON.stringify({ wheel: basename(plan.wheel), environment });
  const scratch = join(plan.folder, `${CURRENT}.${randomUUID()}`);
  await writeFile(scratch, current);
  await rename(scratch, join(plan.folder, CURRENT));
}

function easelIn(environment: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", "easel.exe")
    : join(environment, "bin", "easel");
}

function pythonIn(environment: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}
