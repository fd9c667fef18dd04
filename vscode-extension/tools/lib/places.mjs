import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder `vscode-extension`. */
export const EXTENSION = fileURLToPath(new URL("../..", import.meta.url));
export const CHECKOUT = join(EXTENSION, "..");
/** Where VS Code is installed for the tests. */
export const VSCODE = join(CHECKOUT, ".cache", "vscode");
