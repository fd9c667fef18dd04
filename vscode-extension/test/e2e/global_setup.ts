import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../tools/lib/run.mjs";
import { installExtension } from "../../tools/lib/start-vscode.mjs";
import { ARTIFACTS, EXTENSION, INSTALLED } from "./places";

/** Pack the extension as users get it, and install it once for all tests. */
export default function globalSetup(): void {
  rmSync(INSTALLED, { recursive: true, force: true });
  mkdirSync(INSTALLED, { recursive: true });
  const vsix = join(ARTIFACTS, "tested.vsix");
  run(process.execPath, ["tools/package.mjs", vsix], { cwd: EXTENSION });
  installExtension(vsix, { state: join(INSTALLED, "state"), extensions: extensionsFolder() });
}

export function extensionsFolder(): string {
  return join(INSTALLED, "extensions");
}
