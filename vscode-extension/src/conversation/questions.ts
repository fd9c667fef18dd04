// What waits for an answer of the user.

import type { JsonObject } from "../protocol";
import type { ElicitationEntry, PermissionEntry } from "./entries";
import type { Thread } from "./thread";

export type OpenPermission = PermissionEntry & Required<Pick<PermissionEntry, "request">>;
export type OpenElicitation = ElicitationEntry & Required<Pick<ElicitationEntry, "request">>;
export type OpenQuestion = OpenPermission | OpenElicitation;

/** What is open, oldest first. Only a live turn can have open questions. */
export function openQuestions(thread: Thread): readonly OpenQuestion[] {
  const turn = thread.live && thread.turns.findLast(({ id }) => id === thread.live?.id);
  return turn ? turn.entries.filter(isOpen) : [];
}

function isOpen(entry: { kind: string }): entry is OpenQuestion {
  const { kind, request, answer } = entry as Partial<OpenQuestion>;
  return (kind === "permission" || kind === "elicitation") && !!request && !answer;
}

/** An answer that is offered. */
export interface Option {
  readonly optionId: string;
  readonly name: string;
  readonly kind: string;
}

/** The options of a permission request, without those that cannot be chosen. */
export function optionsOf(options: readonly JsonObject[]): readonly Option[] {
  return options.flatMap(({ optionId, name, kind }) =>
    typeof optionId === "string"
      ? [
          {
            optionId,
            name: typeof name === "string" ? name : optionId,
            kind: typeof kind === "string" ? kind : "",
          },
        ]
      : [],
  );
}

/** How a permission request ended. */
export interface Decision {
  readonly allowed: boolean;
  /** For people. */
  readonly label: string;
  readonly by: string;
}

/** Null while it is open. An outcome that is not known is no permission. */
export function decisionOf({ request, answer }: PermissionEntry): Decision | null {
  if (!answer) {
    return null;
  }
  const { outcome, optionId } = answer.outcome;
  const chosen = optionsOf(request?.options ?? []).find((option) => option.optionId === optionId);
  const allowed = outcome === "selected" && (chosen?.kind.startsWith("allow") ?? false);
  const label =
    chosen?.name ?? (outcome === "cancelled" ? "Not answered" : String(optionId ?? outcome));
  return { allowed, label, by: answer.by };
}
