import { homedir } from "node:os";

/**
 * The arguments of `easel` that start the server.
 *
 * `stateDir` is the setting `easel.stateDir`: the server needs it before it can ask for settings.
 * `~` and `$NAME` in it are replaced; a variable that is not set stays as it is.
 */
export function serverArguments(
  stateDir: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): readonly string[] {
  if (!stateDir) return ["serve"];
  const path = stateDir
    .replace(/^~(?=[/\\]|$)/, homedir())
    .replace(/\$(\w+)|\$\{(\w+)\}/g, (whole, name, braced) => env[name ?? braced] ?? whole);
  return ["serve", "--state-dir", path];
}
