import { type Terminal, window } from "vscode";
import type { AgentsListResult, JsonObject } from "../../protocol";
import type { ServerService } from "../server/service";
import { loginCommand } from "./login";

/** Runs the logins of agents in terminals. */
export class LoginTerminals {
  constructor(private readonly server: ServerService) {}

  /** Whether the login of the agent ended with status 0. A closed terminal is a no. */
  async run(agentId: string, methods: readonly JsonObject[]): Promise<boolean> {
    const { agents } = (await this.server.request("easel/agents/list", {})) as AgentsListResult;
    const agent = agents.find(({ id }) => id === agentId);
    const login = agent && loginCommand(agent, methods);
    if (!login) throw new Error(`It is not known how to log in to ${agentId}.`);
    const terminal = window.createTerminal({
      name: `Log in to ${agent.name}`,
      shellPath: login.program,
      shellArgs: [...login.args],
      env: { ...login.env },
      isTransient: true,
    });
    terminal.show();
    return (await exitStatus(terminal)) === 0;
  }
}

function exitStatus(terminal: Terminal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const closing = window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      closing.dispose();
      resolve(closed.exitStatus?.code);
    });
  });
}
