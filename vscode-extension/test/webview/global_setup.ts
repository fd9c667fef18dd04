import { run } from "../../tools/lib/run.mjs";
import { EXTENSION } from "../e2e/places";

/** Build the bundles that the tests load. */
export default function globalSetup(): void {
  run(process.execPath, ["esbuild.mjs"], { cwd: EXTENSION });
}
