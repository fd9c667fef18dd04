// The rows of a thread: what the list on the screen has one element for.

import type { Entry, PermissionEntry, PromptEntry, RecapEntry, SessionEntry } from "./entries";
import { type Decision, decisionOf } from "./questions";
import type { Thread, Turn } from "./thread";

export interface Row {
  /** Unique in the thread, and the same for as long as the row exists. */
  readonly id: string;
  readonly entry: Entry;
  readonly turnId: string;
  /** The agent's name, in the first row of its answer. */
  readonly speaker?: string;
  /** For a tool call that was asked about. */
  readonly decision?: Decision;
  /** A question about this tool call has no answer yet. */
  readonly asked: boolean;
}

/** The rows of all turns. Those of a turn that has not changed are the same objects. */
export function rowsOf(thread: Thread): Row[] {
  return thread.turns.flatMap(rowsOfTurn);
}

const known = new WeakMap<Turn, readonly Row[]>();

function rowsOfTurn(turn: Turn): readonly Row[] {
  const before = known.get(turn);
  if (before) {
    return before;
  }
  const rows = madeRows(turn);
  known.set(turn, rows);
  return rows;
}

function madeRows(turn: Turn): readonly Row[] {
  const decisions = decisionsByTool(turn);
  const shown = turn.entries.filter((entry) => isShown(entry, turn));
  const asked = askedTools(turn);
  const speaker = speakerOf(turn);
  const first = shown.find((entry) => entry.kind !== "prompt");
  return shown.map((entry) => {
    const decision = entry.kind === "tool" ? decisions.get(entry.call.toolCallId) : undefined;
    return {
      id: `${turn.id}/${entry.key}`,
      entry,
      turnId: turn.id,
      asked: entry.kind === "tool" && asked.has(entry.call.toolCallId),
      ...(entry === first && speaker && { speaker }),
      ...(decision && { decision }),
    };
  });
}

/** Open questions are shown apart; answered ones in the tool call that they were about. */
function isShown(entry: Entry, turn: Turn): boolean {
  switch (entry.kind) {
    case "permission":
      return !!entry.answer && !turn.index.has(`tool:${entry.request?.toolCall.toolCallId}`);
    case "elicitation":
      return !!entry.answer;
    case "session":
      return isNews(entry, turn);
    case "recap":
      return isLastRecap(entry, turn);
    case "prompt":
      return entry.origin !== "agent";
    default:
      return true;
  }
}

/** Of several in a row the last one is told. A failure tells of the new session itself. */
function isNews(entry: SessionEntry, turn: Turn): boolean {
  const sessions = turn.entries.filter((each) => each.kind === "session");
  const failures = sessions.filter((each) => each.failure !== undefined);
  if (entry.failure) {
    return entry === failures.at(-1);
  }
  return entry === sessions.at(-1) && (entry.outcome === "restored" || failures.length === 0);
}

/** What became of a recap last; that there is none after all needs no saying. */
function isLastRecap(entry: RecapEntry, turn: Turn): boolean {
  const last = turn.entries.findLast((each) => each.kind === "recap");
  return entry === last && entry.step !== "dropped";
}

function decisionsByTool(turn: Turn): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const entry of turn.entries) {
    const decision = entry.kind === "permission" ? decisionOf(entry) : null;
    if (decision) {
      decisions.set(String((entry as PermissionEntry).request?.toolCall.toolCallId), decision);
    }
  }
  return decisions;
}

function askedTools(turn: Turn): ReadonlySet<string> {
  return new Set(
    turn.entries.flatMap((entry) =>
      entry.kind === "permission" && entry.request && !entry.answer
        ? [entry.request.toolCall.toolCallId]
        : [],
    ),
  );
}

function speakerOf(turn: Turn): string | undefined {
  return turn.entries.find((entry): entry is PromptEntry => entry.kind === "prompt")?.agent;
}
