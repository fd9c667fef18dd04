import { expect, test } from "vitest";
import type { Run } from "../../src/extension/server/processes";
import { findPython } from "../../src/extension/server/python";

function machine(versions: Readonly<Record<string, string>>): Run {
  return async (program) => {
    const version = versions[program];
    return version ? { status: 0, stdout: `/bin/${program}\n${version}\n`, stderr: "" } : undefined;
  };
}

test("the first that is new enough is taken", async () => {
  const run = machine({ python3: "3.10.4", "python3.12": "3.12.1" });
  expect(await findPython(undefined, run, "linux")).toEqual({
    python: { path: "/bin/python3.12", version: "3.12.1" },
  });
});

test("the one that is named is the only one", async () => {
  const run = machine({ python3: "3.13.0", mine: "3.8.1" });
  expect(await findPython("mine", run, "linux")).toEqual({ tried: ["/bin/mine is 3.8.1"] });
  expect(await findPython("none", run, "linux")).toEqual({ tried: ["none cannot be run"] });
});

test("on Windows the launcher comes first", async () => {
  const run = machine({ py: "3.12.0", python: "3.13.0" });
  expect(await findPython(undefined, run, "win32")).toMatchObject({
    python: { version: "3.12.0" },
  });
});
