import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { CannotShow } from "./view";

/**
 * The full path of a file that an agent names, which has to be in one of the folders: an agent
 * shows what a person has open, and nothing else of the disk, neither through `..` nor through a link.
 *
 * `path`: relative to a folder, full, or a `file:` URI. Throws a `CannotShow`.
 */
export async function fileInside(path: string, folders: readonly string[]): Promise<string> {
  const given = plainPath(path);
  for (const folder of folders) {
    const found = await fileIn(folder, given);
    if (found) return found;
  }
  throw new CannotShow(`There is no file ${path} in the workspace.`, "file_not_found");
}

function plainPath(path: string): string {
  if (!path.startsWith("file:")) return path;
  try {
    return fileURLToPath(path);
  } catch {
    throw new CannotShow(`${path} names no file of this machine.`, "file_not_found");
  }
}

/** Named by way of the folder, as the person has it open, whatever links lead there. */
async function fileIn(folder: string, path: string): Promise<string | undefined> {
  try {
    const root = await realpath(folder);
    const real = await realpath(resolve(folder, path));
    const way = relative(root, real);
    return leadsIn(way) && (await stat(real)).isFile() ? join(folder, way) : undefined;
  } catch {
    return undefined;
  }
}

function leadsIn(way: string): boolean {
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
