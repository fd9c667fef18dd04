import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import {
  type EnvironmentPlan,
  existingEasel,
  makeEnvironment,
  type Progress,
  removeOldEnvironments,
} from "../../src/extension/server/environment";
import type { Finished, Run } from "../../src/extension/server/processes";

const OK: Finished = { status: 0, stdout: "", stderr: "" };
const progress: Progress = { report() {}, signal: new AbortController().signal };
let plan: EnvironmentPlan;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "easel-environment-"));
  plan = { wheel: "/x/easel_ls-1.0.0.whl", folder, python: undefined };
});

/** A machine with these programs; making an environment makes its program `easel`. */
function machine(programs: Readonly<Record<string, Finished>>): Run & { calls: string[] } {
  const calls: string[] = [];
  const run: Run = async (program, args) => {
    calls.push([program, ...args].join(" "));
    const venv = args.at(-1);
    if (args.includes("venv") && venv?.includes("env-")) {
      mkdirSync(join(venv, "bin"), { recursive: true });
      writeFileSync(join(venv, "bin", "easel"), "");
    }
    return program.includes("env-") ? (programs.inside ?? OK) : programs[program];
  };
  return Object.assign(run, { calls });
}

const PYTHON = { ...OK, stdout: "/usr/bin/python3\n3.12.1\n" };

test("uv is used where it is", async () => {
  const run = machine({ uv: OK });
  const easel = await makeEnvironment(plan, run, progress);
  expect(run.calls.map((call) => call.split(" ").slice(0, 3).join(" "))).toEqual([
    "uv --version",
    "uv venv --quiet",
    "uv pip install",
  ]);
  expect(await existingEasel(plan)).toBe(easel);
});

test("without uv, Python makes the environment", async () => {
  const run = machine({ python3: PYTHON, "/usr/bin/python3": OK });
  await makeEnvironment(plan, run, progress);
  expect(run.calls.at(-1)).toContain("-m pip install");
});

test("an environment of another version of the server is not used", async () => {
  await makeEnvironment(plan, machine({ uv: OK }), progress);
  expect(await existingEasel({ ...plan, wheel: "/x/easel_ls-2.0.0.whl" })).toBeUndefined();
});

test("without a Python it says which were found and what to do", async () => {
  const old = { ...OK, stdout: "/usr/bin/python3\n3.9.2\n" };
  await expect(makeEnvironment(plan, machine({ python3: old }), progress)).rejects.toMatchObject({
    message: expect.stringContaining("3.11 or newer. Found: /usr/bin/python3 is 3.9.2."),
    actions: expect.arrayContaining(["getPython"]),
  });
});

test("a Debian without python3-venv is told what to install", async () => {
  const failed = { status: 1, stdout: "ensurepip is not available", stderr: "" };
  const run = machine({ python3: PYTHON, "/usr/bin/python3": failed });
  await expect(makeEnvironment(plan, run, progress)).rejects.toThrow("apt install python3.12-venv");
});

test("a failed install says why, leaves nothing behind, and can be tried again", async () => {
  const failed = { status: 1, stdout: "", stderr: "noise\nERROR: No matching distribution for x" };
  const run = machine({ python3: PYTHON, "/usr/bin/python3": OK, inside: failed });
  await expect(makeEnvironment(plan, run, progress)).rejects.toMatchObject({
    message: expect.stringContaining("could not be installed. No matching distribution for x."),
    output: expect.stringContaining("noise"),
  });
  expect(readdirSync(plan.folder)).toEqual([]);
  await makeEnvironment(plan, machine({ uv: OK }), progress);
  expect(await existingEasel(plan)).toBeDefined();
});

test("a folder that cannot be made is named", async () => {
  const inTheWay = join(plan.folder, "file");
  writeFileSync(inTheWay, "");
  const impossible = { ...plan, folder: join(inTheWay, "server") };
  await expect(makeEnvironment(impossible, machine({ uv: OK }), progress)).rejects.toMatchObject({
    message: expect.stringContaining(`Easel cannot write to its folder ${impossible.folder}`),
    actions: expect.arrayContaining(["install"]),
  });
});

test("two windows that set up at once both get a server that stays", async () => {
  const made = await Promise.all([
    makeEnvironment(plan, machine({ uv: OK }), progress),
    makeEnvironment(plan, machine({ uv: OK }), progress),
  ]);
  expect(new Set(made).size).toBe(2);
  for (const easel of made) expect(existsSync(easel)).toBe(true);
  expect(made).toContain(await existingEasel(plan));
  await removeOldEnvironments(plan.folder);
  for (const easel of made) expect(existsSync(easel)).toBe(true);
});

test("a set-up that is stopped leaves nothing behind, and says nothing of its own", async () => {
  const stopping = new AbortController();
  const run: Run = async (program, args, options) => {
    if (!args.includes("pip")) return machine({ uv: OK })(program, args, options);
    stopping.abort();
    throw stopping.signal.reason;
  };
  const stopped = makeEnvironment(plan, run, { report() {}, signal: stopping.signal });
  await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  expect(readdirSync(plan.folder)).toEqual([]);
});

test("what is neither in use nor young is removed", async () => {
  const inUse = dirname(dirname(await makeEnvironment(plan, machine({ uv: OK }), progress)));
  const longAgo = new Date(2020, 1, 1);
  for (const name of ["env-old", "env-young", "other"]) mkdirSync(join(plan.folder, name));
  for (const folder of [inUse, join(plan.folder, "env-old")]) utimesSync(folder, longAgo, longAgo);
  await removeOldEnvironments(plan.folder);
  expect(readdirSync(plan.folder)).not.toContain("env-old");
  expect(readdirSync(plan.folder)).toEqual(expect.arrayContaining(["env-young", "other"]));
  expect(await existingEasel(plan)).toBeDefined();
});
