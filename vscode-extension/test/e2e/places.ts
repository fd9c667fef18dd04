import { join } from "node:path";

/** The folder `vscode-extension`. */
export const EXTENSION = join(import.meta.dirname, "..", "..");
export const CHECKOUT = join(EXTENSION, "..");
export const ARTIFACTS = join(EXTENSION, "artifacts");
/** Where the extension is installed, for every test of a run. */
export const INSTALLED = join(ARTIFACTS, "installed");
/** The server under test: that of the checkout, or another one. */
export const EASEL = process.env.EASEL_PROGRAM ?? join(CHECKOUT, ".venv", "bin", "easel");
