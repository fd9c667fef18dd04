// What can be chosen for an agent's session: its modes and its options, as ACP has them.

import type { ConversationInfo, JsonObject } from "../protocol";

export interface OptionChoice {
  readonly value: string;
  readonly name: string;
  readonly description: string;
}

interface OptionBase {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export type SessionOption =
  | (OptionBase & { readonly kind: "toggle"; readonly value: boolean })
  | (OptionBase & {
      /** `mode`: chosen with `easel/conversation/setMode`. */
      readonly kind: "mode" | "select";
      readonly icon: string;
      readonly value: string;
      readonly choices: readonly OptionChoice[];
    });

const ICONS: Readonly<Record<string, string>> = {
  mode: "shield",
  model: "chip",
  thought_level: "lightbulb",
};

/** The modes come first, unless the agent offers them as an option as well. */
export function sessionOptions(info: ConversationInfo): readonly SessionOption[] {
  const options = (info.configOptions ?? []).flatMap(sessionOption);
  const hasModes = (info.configOptions ?? []).some(({ category }) => category === "mode");
  return hasModes || !info.modes ? options : [...modes(info.modes), ...options];
}

function modes({ currentModeId, availableModes }: JsonObject): readonly SessionOption[] {
  const choices = list(availableModes).map((mode) => choice(mode, mode.id));
  return choices.length === 0
    ? []
    : [
        {
          kind: "mode",
          id: "mode",
          name: "Mode",
          description: "",
          icon: "shield",
          value: text(currentModeId),
          choices,
        },
      ];
}

function sessionOption(option: JsonObject): readonly SessionOption[] {
  const base = {
    id: text(option.id),
    name: text(option.name),
    description: text(option.description),
  };
  const { type, currentValue, category } = option;
  if (type === "boolean" && typeof currentValue === "boolean") {
    return [{ ...base, kind: "toggle", value: currentValue }];
  }
  if (type === "select" && typeof currentValue === "string") {
    const icon = ICONS[text(category)] ?? "settings";
    return [
      { ...base, kind: "select", icon, value: currentValue, choices: choicesOf(option.options) },
    ];
  }
  return [];
}

/** Choices may come in groups. */
function choicesOf(options: unknown): readonly OptionChoice[] {
  return list(options).flatMap((option) =>
    Array.isArray(option.options) ? choicesOf(option.options) : [choice(option, option.value)],
  );
}

function choice({ name, description }: JsonObject, value: unknown): OptionChoice {
  return { value: text(value), name: text(name) || text(value), description: text(description) };
}

function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
