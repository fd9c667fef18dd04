// How to log in to an agent in a terminal. As the server reads it: easel_acp/connection/auth_methods.py.

import type { AgentInfo, JsonObject } from "../../protocol";

/** What to run in a terminal. */
export interface LoginCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** With one of these a program speaks ACP instead of showing itself to a person. */
const ACP_SWITCHES = new Set(["acp", "--acp", "--experimental-acp"]);

/**
 * The login of the first method that runs in a terminal; else the agent's own program, which asks
 * a person to log in. Undefined if the agent has no program.
 */
export function loginCommand(
  agent: AgentInfo,
  methods: readonly JsonObject[],
): LoginCommand | undefined {
  const method = methods.find(isInTerminal) ?? {};
  const meta = recordOf(method._meta);
  const whole = recordOf(meta["terminal-auth"]);
  if (method.type === "terminal") return command(agent.command, method);
  if (typeof whole.command === "string") return command([whole.command], whole);
  return command(
    agent.command.filter((word) => !ACP_SWITCHES.has(word)),
    meta,
  );
}

function isInTerminal(method: JsonObject): boolean {
  const meta = recordOf(method._meta);
  return method.type === "terminal" || meta.type === "terminal" || "terminal-auth" in meta;
}

function command(words: readonly string[], more: JsonObject): LoginCommand | undefined {
  const [program, ...args] = words;
  if (program === undefined) return undefined;
  const added = Array.isArray(more.args) ? more.args.filter(isText) : [];
  const env = Object.entries(recordOf(more.env)).filter(([, value]) => isText(value));
  return {
    program,
    args: [...args, ...added],
    env: Object.fromEntries(env) as LoginCommand["env"],
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function recordOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? (value as JsonObject) : {};
}
