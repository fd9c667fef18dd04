// Starts a VS Code in the browser with the extension and the practice agent, for people to try.
//
//   node tools/try-vscode.mjs [FOLDER]
//
// Its state is kept in .cache/try-vscode. Ctrl+C ends it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CHECKOUT, EXTENSION } from "./lib/places.mjs";
import { run } from "./lib/run.mjs";
import { installExtension, startVSCode } from "./lib/start-vscode.mjs";

const EASEL = join(CHECKOUT, ".venv", "bin", "easel");
const HOME = join(CHECKOUT, ".cache", "try-vscode");

const state = join(HOME, "state");
const extensions = join(HOME, "extensions");
const vsix = join(HOME, "easel.vsix");
mkdirSync(state, { recursive: true });
console.log(run(process.execPath, ["tools/package.mjs", vsix], { cwd: EXTENSION }).trim());
installExtension(vsix, { state, extensions });

const folder = process.argv[2] ? resolve(process.argv[2]) : exampleFolder();
const settings = {
  "easel.server.path": EASEL,
  "easel.stateDir": join(HOME, "easel"),
  "easel.defaultAgent": "easel-practice",
};
const { url, stop } = await startVSCode({ state, extensions, settings });
console.log(`\n  Open  ${url}/?folder=${encodeURIComponent(folder)}\n`);
console.log("  Easel is in the activity bar. Ctrl+C ends this.");
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void stop().then(() => process.exit(0)));
}

function exampleFolder() {
  const path = join(HOME, "example");
  mkdirSync(path, { recursive: true });
  const greeting = 'def greet(name: str) -> str:\n    return f"Hello, {name}!"\n';
  writeFileSync(join(path, "greet.py"), greeting);
  writeFileSync(join(path, "README.md"), "# An example\n\nAsk the practice agent about it.\n");
  return path;
}
