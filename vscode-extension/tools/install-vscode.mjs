// Installs what the tests in a real VS Code need: VS Code's server, and Chromium.
//
//   node tools/install-vscode.mjs
//
// Safe to run again. Ends with status 0 if all is there, 3 with the reason if it cannot be had.
import { ensureChromium } from "./lib/chromium.mjs";
import { Unavailable } from "./lib/unavailable.mjs";
import { ensureVSCode } from "./lib/vscode-server.mjs";

const CANNOT_BE_HAD = 3;

try {
  ensureChromium();
  ensureVSCode();
} catch (reason) {
  if (!(reason instanceof Unavailable)) throw reason;
  console.log(`VS Code is unavailable, its tests are skipped: ${reason.message}`);
  process.exitCode = CANNOT_BE_HAD;
}
