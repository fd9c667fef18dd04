// A VS Code in the browser: its server, on loopback, with a state of its own.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { SERVER_MAIN, SERVER_NODE } from "./vscode-server.mjs";

const READY_MS = 60_000;

/** Nothing is looked up, updated or suggested. */
const QUIET = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "remote.autoForwardPorts": false,
  "window.autoDetectColorScheme": false,
};

/**
 * @typedef {object} VSCodeOptions
 * @property {string} state a folder for everything that VS Code keeps
 * @property {string} extensions the folder of installed extensions
 * @property {Readonly<Record<string, unknown>>} [settings] of the machine; they win over the quiet ones
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [port] any free one by default
 * @property {boolean} [trust] ask for trust in folders, as a desktop does; no by default
 * @property {boolean} [development] allow pages to load an extension under development
 */

/**
 * Start it and wait until it answers.
 *
 * @param {VSCodeOptions} options
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function startVSCode(options) {
  const {
    state,
    extensions,
    settings = {},
    env = {},
    trust = false,
    development = false,
  } = options;
  const port = options.port ?? (await freePort());
  const data = join(state, "data");
  writeSettings(data, { ...QUIET, ...settings });
  const flags = ["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"];
  flags.push("--accept-server-license-terms", "--disable-telemetry", "--telemetry-level", "off");
  flags.push("--server-data-dir", data, "--extensions-dir", extensions);
  flags.push("--force-disable-user-env"); // else a login shell decides what is on PATH
  if (!trust) flags.push("--disable-workspace-trust");
  if (development) flags.push("--enable-smoke-test-driver");
  const log = openSync(join(state, "vscode.log"), "a");
  const child = spawn(SERVER_NODE, [SERVER_MAIN, ...flags], {
    env: { ...process.env, EXTENSIONS_GALLERY: "{}", ...env },
    stdio: ["ignore", log, log],
    detached: true, // a process group of its own, with its extension hosts in it
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/version`, child);
  return { url, stop: () => end(child) };
}

/**
 * Install an extension from its file.
 *
 * @param {string} vsix
 * @param {{state: string, extensions: string}} places
 */
export function installExtension(vsix, { state, extensions }) {
  const flags = ["--server-data-dir", join(state, "data"), "--extensions-dir", extensions];
  const args = [SERVER_MAIN, ...flags, "--install-extension", vsix];
  const done = spawnSync(SERVER_NODE, args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${vsix} was not installed: ${done.stdout}${done.stderr}`);
}

/** Settings of the scope `machine` count in the file of the machine alone. */
function writeSettings(data, settings) {
  for (const place of ["User", "Machine"]) {
    const folder = join(data, "data", place);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings, null, 2));
  }
}

async function answers(url, child) {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`VS Code ended with status ${child.exitCode}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await end(child);
  throw new Error("VS Code does not answer");
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const signal = (name) => process.kill(-child.pid, name);
  signal("SIGTERM");
  const kill = setTimeout(() => signal("SIGKILL"), 5000);
  await ended;
  clearTimeout(kill);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
