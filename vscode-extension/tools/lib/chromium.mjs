import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./run.mjs";
import { Unavailable } from "./unavailable.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/**
 * The path of a Chromium; installs Debian's if there is none and we may.
 *
 * @throws {Unavailable}
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() !== 0) throw new Unavailable("Chromium is not installed");
  console.log("Installing Chromium (once) ...");
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  const installed = findChromium();
  if (!installed) throw new Unavailable("apt-get has installed no chromium");
  return installed;
}

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}
