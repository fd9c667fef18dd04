// What is being completed at the cursor of a prompt: a `/command` at its beginning, or an `@file`.

import type { JsonObject } from "../protocol";

export interface CompletionRequest {
  readonly kind: "command" | "file";
  /** What was typed after the sign. */
  readonly query: string;
  /** From the sign to the cursor. */
  readonly from: number;
  readonly to: number;
}

/** What the text before `cursor` asks to be completed. Null: nothing. */
export function completionAt(text: string, cursor: number): CompletionRequest | null {
  const before = text.slice(0, cursor);
  const command = /^\s*\/(\S*)$/.exec(before);
  if (command) {
    const query = command[1] ?? "";
    return { kind: "command", query, from: cursor - query.length - 1, to: cursor };
  }
  const file = /(?:^|[\s([{"'])@([^\s@]*)$/.exec(before);
  if (file) {
    const query = file[1] ?? "";
    return { kind: "file", query, from: cursor - query.length - 1, to: cursor };
  }
  return null;
}

export interface SlashCommand {
  readonly name: string;
  readonly description: string;
  readonly hint: string;
}

/** The commands of an agent as ACP has them. */
export function commandsOf(commands: readonly JsonObject[] | undefined): readonly SlashCommand[] {
  return (commands ?? []).flatMap(({ name, description, input }) =>
    typeof name === "string"
      ? [
          {
            name,
            description: typeof description === "string" ? description : "",
            hint: String((input as { hint?: unknown } | null | undefined)?.hint ?? ""),
          },
        ]
      : [],
  );
}

/** The commands that fit, those that begin with the query first. */
export function matchingCommands(
  commands: readonly SlashCommand[],
  query: string,
): readonly SlashCommand[] {
  const wanted = query.toLowerCase();
  const place = ({ name }: SlashCommand) => name.toLowerCase().indexOf(wanted);
  return commands
    .filter((command) => place(command) >= 0)
    .toSorted((one, other) => place(one) - place(other));
}
