import { type Terminal, Uri, window } from "vscode";
import type { AuthenticateResult, JsonObject, TerminalCommand } from "../../protocol";
import type { ServerService } from "../server/service";

/** Logs people in to agents, in a terminal where an agent wants that. */
export class LoginTerminals {
  constructor(private readonly server: ServerService) {}

  /**
   * Whether the login worked. A question that is not answered and a terminal that is closed are a
   * no. `methods`: the `authMethods` of the error `authRequired`.
   */
  async run(agent: string, methods: readonly JsonObject[], cwd?: string): Promise<boolean> {
    const methodId = await chooseMethod(agent, methods);
    if (methodId === undefined) return false;
    const params = { agent, methodId, ...(cwd !== undefined && { cwd }) };
    const answer = await this.server.request("easel/agents/authenticate", params);
    const { terminal } = answer as AuthenticateResult;
    return terminal ? (await runIn(terminal, agent)) === 0 : true;
  }
}

async function chooseMethod(
  agent: string,
  methods: readonly JsonObject[],
): Promise<string | undefined> {
  const items = methods.map((method) => ({
    label: String(method.name ?? method.id),
    detail: typeof method.description === "string" ? method.description : "",
    id: String(method.id),
  }));
  if (items.length === 0) throw new Error(`${agent} does not say how to log in.`);
  if (items.length === 1) return items[0]?.id;
  const placeHolder = `How do you want to log in to ${agent}?`;
  return (await window.showQuickPick(items, { placeHolder }))?.id;
}

function runIn({ command, env, cwd }: TerminalCommand, agent: string): Promise<number | undefined> {
  const [shellPath = "", ...shellArgs] = command;
  const name = `Log in to ${agent}`;
  const place = Uri.parse(cwd);
  const options = { name, shellPath, shellArgs, env: { ...env }, cwd: place, isTransient: true };
  const terminal = window.createTerminal(options);
  terminal.show();
  return exitStatus(terminal);
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
