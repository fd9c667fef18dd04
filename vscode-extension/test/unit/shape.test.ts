import { expect, test } from "vitest";
import { check, count, list, object, oneOf, optional, text } from "../../src/bridge/shape";

const shape = object({
  name: text(5),
  places: list(object({ line: count })),
  kind: optional(oneOf("a", "b")),
});

test("absent and null are the same for what is optional", () => {
  const value = { name: "x", places: [{ line: 3 }], kind: null };
  expect(check(shape, value)).toEqual({ name: "x", places: [{ line: 3 }] });
});

test.each([
  [{ places: [] }, "$.name: must be a string"],
  [{ name: "longer", places: [] }, "$.name: is longer than 5"],
  [{ name: "x", places: {} }, "$.places: must be an array"],
  [{ name: "x", places: [{ line: 1 }, { line: 0.5 }] }, "$.places[1].line: must be a whole number"],
  [{ name: "x", places: [], kind: "c" }, "$.kind: must be one of a, b"],
])("%j does not fit", (value, why) => {
  expect(() => check(shape, value)).toThrow(why);
});
