import { expect, test } from "vitest";
import { contentOf, fieldsOf, initialValues, problemsOf } from "../../../src/conversation/form";

const SCHEMA = {
  type: "object",
  properties: {
    name: { type: "string", title: "Your name", minLength: 2, maxLength: 5 },
    email: { type: "string", format: "email" },
    editor: { type: "string", oneOf: [{ const: "vscode", title: "VS Code" }], default: "vscode" },
    years: { type: "integer", minimum: 0, maximum: 80 },
    languages: { type: "array", items: { type: "string", enum: ["Rust", "Lua"] }, minItems: 1 },
    news: { type: "boolean", default: true },
  },
  required: ["name"],
};
const fields = fieldsOf(SCHEMA);

test("a schema becomes fields with labels, choices and what they begin with", () => {
  expect(fields.map(({ name, kind, label }) => [name, kind, label])).toEqual([
    ["name", "text", "Your name"],
    ["email", "text", "email"],
    ["editor", "choice", "editor"],
    ["years", "number", "years"],
    ["languages", "choices", "languages"],
    ["news", "boolean", "news"],
  ]);
  expect(initialValues(fields)).toEqual({
    name: "",
    email: "",
    editor: "vscode",
    years: "",
    languages: [],
    news: true,
  });
});

test.each([
  ["name", "", "This is needed."],
  ["name", "A", "At least 2 characters."],
  ["name", "Adalbert", "At most 5 characters."],
  ["email", "nobody", "This is no e-mail address."],
  ["years", "1.5", "A whole number, please."],
  ["years", "-1", "At least 0."],
  ["years", "81", "At most 80."],
])("%s: %j is told as wrong", (name, value, problem) => {
  const entered = { ...initialValues(fields), name: "Ada", [name]: value };
  expect(problemsOf(fields, entered)).toEqual({ [name]: problem });
});

test("what was left empty is left out, and numbers are numbers", () => {
  const entered = { ...initialValues(fields), name: "Ada", years: "3" };
  expect(problemsOf(fields, entered)).toEqual({});
  expect(contentOf(fields, entered)).toEqual({
    name: "Ada",
    editor: "vscode",
    years: 3,
    news: true,
  });
});

test("a schema that is none has no fields", () => {
  expect(fieldsOf({})).toEqual([]);
  expect(fieldsOf({ properties: null })).toEqual([]);
});
