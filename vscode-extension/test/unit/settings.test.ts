import { expect, test } from "vitest";
import { explicitSettings, type Inspected, serverKeys } from "../../src/extension/server/settings";

function settings(of: Readonly<Record<string, Inspected>>) {
  return explicitSettings(Object.keys(of), (key) => of[key]);
}

test("defaults are not told, so that they do not win over config.toml", () => {
  expect(settings({ trace: {}, "cancel.timeoutMs": {} })).toEqual({});
});

test("null and the empty text are as unset", () => {
  expect(settings({ trace: { globalValue: null }, stateDir: { globalValue: "" } })).toEqual({});
});

test("the narrowest place wins, and keys are nested", () => {
  const cancel = { globalValue: 1000, workspaceValue: 2000 };
  expect(
    settings({ "cancel.timeoutMs": cancel, "cancel.onTimeout": { globalValue: "error" } }),
  ).toEqual({
    cancel: { timeoutMs: 2000, onTimeout: "error" },
  });
});

test("agents of the user and of the workspace are merged by name", () => {
  const agents = { globalValue: { a: { command: "a" } }, workspaceValue: { b: { command: "b" } } };
  expect(settings({ agents })).toEqual({ agents: { a: { command: "a" }, b: { command: "b" } } });
});

test("the keys of the server are read from the manifest, without those of the extension", () => {
  const configuration = [
    { title: "Easel", properties: { "easel.trace": {} } },
    { title: "Easel: Extension", properties: { "easel.server.path": {} } },
  ];
  expect(serverKeys({ contributes: { configuration } })).toEqual(["trace"]);
});
