// What can be completed: the agent's commands, and the files of the workspace.

import type { FileReference } from "../../../../bridge/messages";
import {
  type CompletionRequest,
  commandsOf,
  matchingCommands,
} from "../../../../conversation/completion";
import type { JsonObject } from "../../../../protocol";
import type { Bridge } from "../../bridge/bridge";

const MAX_FILES = 20;

export interface Candidate {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  /** What takes the place of what was typed. */
  readonly text: string;
  readonly file?: FileReference;
}

export interface Found {
  readonly request: CompletionRequest;
  readonly candidates: readonly Candidate[];
}

/** What fits `request`, the best first. `commands`: those of the agent, as ACP has them. */
export async function find(
  request: CompletionRequest,
  commands: readonly JsonObject[],
  bridge: Bridge,
): Promise<Found> {
  const { kind, query } = request;
  if (kind === "command") {
    const matching = matchingCommands(commandsOf(commands), query);
    return { request, candidates: matching.map(commandCandidate) };
  }
  const { files } = await bridge
    .request("host/completeFiles", { query, limit: MAX_FILES })
    .catch(() => ({ files: [] }));
  return { request, candidates: files.map(fileCandidate) };
}

/** A command that was typed to its end needs no completion: Enter sends it. */
export function isWhole({ kind, query }: CompletionRequest, candidate: Candidate): boolean {
  return kind === "command" && candidate.text === `/${query}`;
}

function commandCandidate(command: ReturnType<typeof commandsOf>[number]): Candidate {
  const { name, description, hint } = command;
  return {
    label: `/${name}`,
    detail: hint ? `${description} (${hint})` : description,
    icon: "terminal",
    text: `/${name}`,
  };
}

function fileCandidate(file: FileReference): Candidate {
  return {
    label: file.name,
    detail: file.path,
    icon: file.isFolder ? "folder" : "file",
    text: `@${file.path}`,
    file,
  };
}
