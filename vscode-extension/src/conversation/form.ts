// A form that an agent asks to fill in: fields from a flat JSON Schema, and what is wrong with
// what was entered.

import type { JsonObject } from "../protocol";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly required: boolean;
}

export type Field =
  | (FieldBase & {
      readonly kind: "text";
      readonly format?: string;
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
      readonly initial: string;
    })
  | (FieldBase & {
      readonly kind: "number";
      readonly integer: boolean;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly initial: string;
    })
  | (FieldBase & { readonly kind: "boolean"; readonly initial: boolean })
  | (FieldBase & {
      readonly kind: "choice";
      readonly choices: readonly Choice[];
      readonly initial: string;
    })
  | (FieldBase & {
      readonly kind: "choices";
      readonly choices: readonly Choice[];
      readonly minItems?: number;
      readonly maxItems?: number;
      readonly initial: readonly string[];
    });

/** What was entered, by the name of the field. */
export type Entered = Readonly<Record<string, string | boolean | readonly string[]>>;

/** The fields of a schema; those of types that are not known are left out unless required. */
export function fieldsOf(schema: JsonObject): readonly Field[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(object(schema.properties)).map(([name, property]) =>
    field(name, object(property), required.has(name)),
  );
}

/** What the fields show before anything was entered. */
export function initialValues(fields: readonly Field[]): Entered {
  return Object.fromEntries(fields.map((each) => [each.name, each.initial]));
}

/** What is wrong, by the name of the field. Empty: nothing. */
export function problemsOf(fields: readonly Field[], entered: Entered): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const each of fields) {
    const problem = problemOf(each, entered[each.name]);
    if (problem) {
      problems[each.name] = problem;
    }
  }
  return problems;
}

/** The answer as the agent wants it. Fields that were left empty are left out. */
export function contentOf(fields: readonly Field[], entered: Entered): JsonObject {
  const values = fields.flatMap((each) => {
    const value = entered[each.name];
    const empty =
      value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    return empty ? [] : [[each.name, each.kind === "number" ? Number(value) : value] as const];
  });
  return Object.fromEntries(values);
}

function field(name: string, property: JsonObject, required: boolean): Field {
  const base = {
    name,
    label: string(property.title) ?? name,
    required,
    ...given("description", string(property.description)),
  };
  const choices = choicesOf(property);
  if (property.type === "array") {
    const initial = Array.isArray(property.default) ? property.default.map(String) : [];
    const limits = {
      ...given("minItems", number(property.minItems)),
      ...given("maxItems", number(property.maxItems)),
    };
    return {
      ...base,
      kind: "choices",
      choices: choicesOf(object(property.items)),
      initial,
      ...limits,
    };
  }
  if (choices.length > 0) {
    return { ...base, kind: "choice", choices, initial: string(property.default) ?? "" };
  }
  if (property.type === "boolean") {
    return { ...base, kind: "boolean", initial: property.default === true };
  }
  if (property.type === "number" || property.type === "integer") {
    return {
      ...base,
      kind: "number",
      integer: property.type === "integer",
      initial: number(property.default)?.toString() ?? "",
      ...given("minimum", number(property.minimum)),
      ...given("maximum", number(property.maximum)),
    };
  }
  return {
    ...base,
    kind: "text",
    initial: string(property.default) ?? "",
    ...given("format", string(property.format)),
    ...given("pattern", string(property.pattern)),
    ...given("minLength", number(property.minLength)),
    ...given("maxLength", number(property.maxLength)),
  };
}

function choicesOf(property: JsonObject): readonly Choice[] {
  const titled = property.oneOf ?? property.anyOf;
  if (Array.isArray(titled)) {
    return titled.map(object).map(({ const: value, title }) => ({
      value: String(value),
      label: string(title) ?? String(value),
    }));
  }
  const names = Array.isArray(property.enumNames) ? property.enumNames : [];
  return Array.isArray(property.enum)
    ? property.enum.map((value, at) => ({
        value: String(value),
        label: string(names[at]) ?? String(value),
      }))
    : [];
}

function problemOf(each: Field, value: Entered[string] | undefined): string | null {
  switch (each.kind) {
    case "boolean":
      return null;
    case "choices":
      return choicesProblem(each, Array.isArray(value) ? value.length : 0);
    case "choice":
      return each.required && !value ? "Choose one." : null;
    case "number":
      return numberProblem(each, String(value ?? "").trim());
    case "text":
      return textProblem(each, String(value ?? ""));
  }
}

function choicesProblem(each: Field & { kind: "choices" }, chosen: number): string | null {
  if (chosen === 0 && !each.required) {
    return null;
  }
  const least = Math.max(each.minItems ?? 0, each.required ? 1 : 0);
  if (chosen < least) {
    return `Choose at least ${least}.`;
  }
  return each.maxItems !== undefined && chosen > each.maxItems
    ? `Choose at most ${each.maxItems}.`
    : null;
}

function numberProblem(each: Field & { kind: "number" }, text: string): string | null {
  if (text === "") {
    return each.required ? "This is needed." : null;
  }
  const value = Number(text);
  if (!Number.isFinite(value) || (each.integer && !Number.isInteger(value))) {
    return each.integer ? "A whole number, please." : "A number, please.";
  }
  if (each.minimum !== undefined && value < each.minimum) {
    return `At least ${each.minimum}.`;
  }
  return each.maximum !== undefined && value > each.maximum ? `At most ${each.maximum}.` : null;
}

function textProblem(each: Field & { kind: "text" }, text: string): string | null {
  if (text === "") {
    return each.required ? "This is needed." : null;
  }
  if (each.minLength !== undefined && text.length < each.minLength) {
    return `At least ${each.minLength} characters.`;
  }
  if (each.maxLength !== undefined && text.length > each.maxLength) {
    return `At most ${each.maxLength} characters.`;
  }
  if (each.format === "email" && !/^[^\s@]+@[^\s@]+$/.test(text)) {
    return "This is no e-mail address.";
  }
  if (each.format === "uri" && !URL.canParse(text)) {
    return "This is no address.";
  }
  return null;
}

function object(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

function string(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
