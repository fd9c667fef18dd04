// What went wrong while the server's environment was made, in words for people.

import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { ServerActionId } from "../../bridge/messages";
import type { Finished } from "./processes";
import type { Python } from "./python";
import { SetupError } from "./state";

const WAYS_ON: readonly ServerActionId[] = ["install", "choosePath", "showOutput"];
const MEBIBYTE = 1024 * 1024;
/** What an environment takes, and some more for downloads. */
const NEEDED_MEBIBYTES = 200;

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/No space left on device/i, "The disk is full."],
  [/Permission denied|Read-only file system/i, "The folder cannot be written to."],
  [/certificate/i, "The certificate of the package index is not trusted."],
  [
    /Failed to fetch|error sending request|NewConnectionError|from versions: none/i,
    "Its packages come from PyPI: is this machine online, and may it go there?",
  ],
];

/** Packages could not be installed. */
export function installProblem(done: Finished | undefined): SetupError {
  const output = outputOf(done);
  const message = `The server could not be installed. ${tellingLine(output)} ${hint(output)}`;
  return new SetupError(message.trim(), WAYS_ON, output);
}

/** Python has no `venv`, or it failed. */
export function venvProblem(python: Python, done: Finished | undefined): SetupError {
  const output = outputOf(done);
  const minor = python.version.split(".").slice(0, 2).join(".");
  const why = output.includes("ensurepip is not available")
    ? `On Debian and Ubuntu: sudo apt install python${minor}-venv.`
    : `${tellingLine(output)} ${hint(output)}`;
  const message = `Python ${python.version} cannot make an environment. ${why}`;
  return new SetupError(message.trim(), WAYS_ON, output);
}

/** The folder for environments cannot be written to. */
export function folderProblem(error: NodeJS.ErrnoException, folder: string): SetupError {
  return new SetupError(`Easel cannot write to its folder ${folder}: ${error.message}.`, [
    "install",
    "choosePath",
    "showOutput",
  ]);
}

/** The same, with a word on the disk if that is nearly full: programs do not always say so. */
export async function withSpaceLeft(problem: SetupError, folder: string): Promise<SetupError> {
  const left = await mebibytesLeft(folder).catch(() => undefined);
  if (left === undefined || left >= NEEDED_MEBIBYTES) return problem;
  const message = `${problem.message} Only ${left} MiB are free on the disk of ${folder}; about ${NEEDED_MEBIBYTES} are needed.`;
  return new SetupError(message, problem.actions, problem.output);
}

async function mebibytesLeft(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)));
  return Math.floor((bavail * bsize) / MEBIBYTE);
}

function hint(output: string): string {
  return HINTS.find(([pattern]) => pattern.test(output))?.[1] ?? "";
}

/** The line that says most: an error, not what led to it. */
function tellingLine(output: string): string {
  const lines = output.trim().split(/\r?\n/);
  const line = lines.findLast((each) => /^error\b/i.test(each)) ?? lines.at(-1) ?? "";
  const text = line.replace(/^error:\s*/i, "").trim();
  return text && !/[.!?]$/.test(text) ? `${text}.` : text;
}

function outputOf(done: Finished | undefined): string {
  return `${done?.stdout ?? ""}${done?.stderr ?? ""}`.trim();
}
