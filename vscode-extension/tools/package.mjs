// Packs the extension. Needs no network.
//
//   node tools/package.mjs [FILE.vsix]
//
// The server is the wheel in server/, which `make vsix` builds. Without one the extension needs
// the setting easel.server.path.
import { copyFileSync, existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { CHECKOUT, EXTENSION } from "./lib/places.mjs";
import { run } from "./lib/run.mjs";

const vsix = process.argv[2] ?? join(EXTENSION, "dist", "easel.vsix");
const wheels = join(EXTENSION, "server");
const wheel = existsSync(wheels) && readdirSync(wheels).find((name) => name.endsWith(".whl"));

run(process.execPath, ["esbuild.mjs", "--production"], { cwd: EXTENSION });
copyFileSync(join(CHECKOUT, "LICENSE"), join(EXTENSION, "LICENSE"));
await createVSIX({
  cwd: EXTENSION,
  packagePath: vsix,
  dependencies: false,
  allowMissingRepository: true,
});
const size = `${Math.round(statSync(vsix).size / 1024)} KiB`;
console.log(`${relative(process.cwd(), vsix)}: ${size}, ${wheel || "without a server"}`);
