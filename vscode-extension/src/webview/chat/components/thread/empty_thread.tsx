// A conversation in which nothing was said yet.

import { commandsOf } from "../../../../conversation/completion";
import { baseName } from "../../../../conversation/format";
import type { Thread } from "../../../../conversation/thread";
import { useApp } from "../common/context";
import { Icon } from "../common/icon";
import { StandInNote } from "../composer/stand_in_note";

const MAX_COMMANDS = 5;

export function EmptyThread({ thread }: { readonly thread: Thread }) {
  const app = useApp();
  const { agent, cwd, commands, id, acpAgentVersion } = thread.info;
  const suggest = (text: string) => {
    const draft = app.drafts.of(id);
    draft.value = { ...draft.peek(), text };
    app.focusPrompt();
  };
  return (
    <div class="empty" data-testid="empty-thread">
      <Icon name="hubot" class="empty-icon" />
      <h2>{app.agentName(agent)}</h2>
      <p class="quiet">
        {acpAgentVersion && `Version ${acpAgentVersion} · `}works in {baseName(cwd)}
      </p>
      <StandInNote agent={agent} />
      <ul class="suggestions" aria-label="Commands of the agent">
        {commandsOf(commands)
          .slice(0, MAX_COMMANDS)
          .map((command) => (
            <li key={command.name}>
              <button
                type="button"
                class="suggestion"
                data-testid="suggestion"
                onClick={() => suggest(`/${command.name} `)}
              >
                <code>/{command.name}</code>
                <span class="quiet">{command.description}</span>
              </button>
            </li>
          ))}
      </ul>
    </div>
  );
}
