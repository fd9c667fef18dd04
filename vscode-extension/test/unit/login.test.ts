import { expect, test } from "vitest";
import { loginCommand } from "../../src/extension/host/login";
import type { AgentInfo } from "../../src/protocol";

const agent: AgentInfo = {
  id: "kimi",
  name: "Kimi",
  command: ["kimi", "--acp", "-v"],
  source: "detected",
  available: true,
};

test("a method of the type terminal starts the agent with its arguments", () => {
  const method = { id: "login", type: "terminal", args: ["--login"], env: { A: "1" } };
  expect(loginCommand(agent, [{ id: "key" }, method])).toEqual({
    program: "kimi",
    args: ["--acp", "-v", "--login"],
    env: { A: "1" },
  });
});

test("a whole command in _meta is taken as it is", () => {
  const whole = { command: "pi", args: ["login", 3], env: { B: "2", C: 3 } };
  expect(loginCommand(agent, [{ id: "x", _meta: { "terminal-auth": whole } }])).toEqual({
    program: "pi",
    args: ["login"],
    env: { B: "2" },
  });
});

test("without a method for terminals, the agent shows itself to a person", () => {
  expect(loginCommand(agent, [])).toEqual({ program: "kimi", args: ["-v"], env: {} });
});
