import { homedir } from "node:os";
import { expect, test } from "vitest";
import { serverArguments } from "../../src/extension/server/arguments";

test("the server looks for its state folder itself unless it is set", () => {
  expect(serverArguments(undefined)).toEqual(["serve"]);
});

test("~ and variables are replaced", () => {
  const env = { PLACE: "/place" };
  expect(serverArguments("~/easel", env)).toEqual(["serve", "--state-dir", `${homedir()}/easel`]);
  expect(serverArguments(`$PLACE/a/$${"{PLACE}"}`, env).at(-1)).toBe("/place/a//place");
  expect(serverArguments("$NONE/a", env).at(-1)).toBe("$NONE/a");
});
