import { accessSync, constants } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import {
  type EnvironmentPlan,
  existingEasel,
  makeEnvironment,
  type Progress,
  removeOldEnvironments,
} from "./environment";
import { run } from "./processes";
import { SetupError } from "./state";

/** Where the program `easel` may come from. */
export interface Sources {
  /** The setting `easel.server.path`. */
  readonly path: string | undefined;
  /** The setting `easel.server.python`. */
  readonly python: string | undefined;
  /** The folder of the extension that holds the wheel. */
  readonly wheels: string;
  /** The folder for environments. */
  readonly environments: string;
}

/** Shows a work that takes a while, with a way to stop it. */
export type WithProgress = <T>(work: (progress: Progress) => Promise<T>) => Promise<T>;

/**
 * The program `easel` to start; makes its environment at first use.
 *
 * `anew`: make the environment even if there is one. Throws a `SetupError`.
 */
export async function locateEasel(
  sources: Sources,
  withProgress: WithProgress,
  anew: boolean,
): Promise<string> {
  if (sources.path) return configuredEasel(sources.path);
  const plan = await bundled(sources);
  const existing = anew ? undefined : await existingEasel(plan);
  if (existing) {
    void removeOldEnvironments(plan.folder);
    return existing;
  }
  return withProgress((progress) => makeEnvironment(plan, run, progress));
}

function configuredEasel(setting: string): string {
  const path = setting.replace(/^~(?=\/|\\|$)/, homedir());
  const problem = isAbsolute(path) ? whyNotRunnable(path) : "is not a full path";
  if (!problem) return path;
  throw new SetupError(`The setting easel.server.path names ${setting}, which ${problem}.`, [
    "choosePath",
    "restart",
  ]);
}

function whyNotRunnable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? "does not exist"
      : "cannot be executed";
  }
}

async function bundled(sources: Sources): Promise<EnvironmentPlan> {
  const names = await readdir(sources.wheels).catch(() => []);
  const wheel = names.find((name) => name.endsWith(".whl"));
  if (!wheel) {
    throw new SetupError(
      "This build of the extension brings no server. Name the program easel in the setting easel.server.path.",
      ["choosePath"],
    );
  }
  return {
    wheel: join(sources.wheels, wheel),
    folder: sources.environments,
    python: sources.python,
  };
}
