import { expect, test } from "vitest";
import {
  installProblem,
  venvProblem,
  withSpaceLeft,
} from "../../src/extension/server/setup_problems";
import { SetupError } from "../../src/extension/server/state";

const PYTHON = { path: "/usr/bin/python3", version: "3.12.4" };

function failed(stderr: string) {
  return { status: 1, stdout: "", stderr };
}

const OFFLINE_UV = `error: Failed to fetch: https://pypi.org/simple/agent-client-protocol/
  cause: client error (Connect)
  cause: dns error
  cause: failed to lookup address information: Name or service not known`;
const OFFLINE_PIP = `WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'
ERROR: Could not find a version that satisfies the requirement msgspec (from versions: none)
ERROR: No matching distribution found for msgspec`;
const FULL_UV = `error: Failed to install: mcp-1.0-py3-none-any.whl (mcp==1.0)
  cause: Failed to copy to /x
  cause: failed to copy file: No space left on device (os error 28)`;
const CERTIFICATE = `error: Failed to fetch: https://pypi.org/simple/mcp/
  cause: invalid peer certificate: UnknownIssuer`;

test.each([
  [OFFLINE_UV, "Failed to fetch: https://pypi.org/simple/agent-client-protocol/. Its packages"],
  [OFFLINE_UV, "is this machine online"],
  [OFFLINE_PIP, "No matching distribution found for msgspec. Its packages come from PyPI"],
  [FULL_UV, "Failed to install: mcp-1.0-py3-none-any.whl (mcp==1.0). The disk is full."],
  [CERTIFICATE, "The certificate of the package index is not trusted."],
  ["something else", "could not be installed. something else."],
  ["", "The server could not be installed."],
])("an install that failed, %#", (output, words) => {
  const problem = installProblem(failed(output));
  expect(problem.message).toContain(words);
  expect(problem.output).toBe(output);
});

test("a Python without venv is told from one whose venv fails", () => {
  const missing = "The virtual environment was not created: ensurepip is not available.";
  expect(venvProblem(PYTHON, failed(missing)).message).toContain("apt install python3.12-venv");
  const full = "Error: Command '['x', '-m', 'ensurepip']' returned non-zero exit status 1.";
  const { message } = venvProblem(PYTHON, failed(full));
  expect(message).toContain("returned non-zero exit status 1.");
  expect(message).not.toContain("apt install");
});

test("a disk with room enough is not mentioned, and one that cannot be asked neither", async () => {
  const problem = new SetupError("It failed.", ["install"]);
  for (const folder of [process.cwd(), "/no/such/folder"]) {
    expect((await withSpaceLeft(problem, folder)).message).toBe("It failed.");
  }
});

test.runIf(process.platform === "linux")("a disk that is full is mentioned", async () => {
  const problem = new SetupError("It failed.", ["install"]);
  const { message, actions } = await withSpaceLeft(problem, "/proc"); // has no blocks at all
  expect(message).toContain("Only 0 MiB are free on the disk of /proc");
  expect(actions).toEqual(["install"]);
});
