import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "./places.mjs";
import { run } from "./run.mjs";

const HOME = join(CHECKOUT, ".cache", "uv");
const BIN = join(HOME, "bin");

/**
 * The folder of the program `uv`; installs it for the tests from PyPI if it is not there.
 *
 * @throws {import("./unavailable.mjs").Unavailable}
 */
export function ensureUv() {
  if (existsSync(join(BIN, "uv"))) return BIN;
  console.log("Installing uv for the tests (once) ...");
  mkdirSync(HOME, { recursive: true });
  const python = join(CHECKOUT, ".venv", "bin", "python");
  run(python, ["-m", "pip", "install", "--quiet", "--target", HOME, "uv>=0.5"]);
  return BIN;
}
