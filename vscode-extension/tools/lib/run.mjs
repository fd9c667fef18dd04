import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { Unavailable } from "./unavailable.mjs";

const TEN_MINUTES = 600_000;

/**
 * Run a program to its end and return what it printed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 * @throws {Unavailable} it cannot be started, fails, or takes ten minutes
 */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: "utf8", timeout: TEN_MINUTES, ...options });
  if (done.error) throw new Unavailable(`${basename(program)}: ${done.error.message}`);
  if (done.status !== 0) {
    const lines = (done.stderr || done.stdout || "").trim().split("\n");
    throw new Unavailable(`${basename(program)} ${args[0]}: ${lines.slice(-3).join(" / ")}`);
  }
  return done.stdout;
}
