// Which agent a new conversation is with.

import type { AgentInfo, AgentName } from "../../../../protocol";
import { useApp } from "../common/context";
import { Menu } from "../common/menu";
import { PickerLabel } from "./picker_label";

export interface AgentPickerProps {
  /** Null: what the settings say. */
  readonly current: AgentName | null;
  readonly choose: (agent: AgentName) => void;
}

export function AgentPicker({ current, choose }: AgentPickerProps) {
  const app = useApp();
  const agents = app.agents.value;
  const wanted = current ?? app.defaultAgent?.id;
  const name = wanted === undefined ? "No agent" : app.agentName(wanted);
  return (
    <Menu
      label={`Agent: ${name}`}
      testid="agent-picker"
      class="picker"
      place="above"
      button={<PickerLabel icon="hubot" text={name} />}
      items={agents.map((agent) => ({
        id: agent.id,
        label: agent.name,
        checked: agent.id === wanted,
        disabled: !agent.available,
        ...detail(agent),
        run: () => choose(agent.id),
      }))}
    />
  );
}

function detail({ reason, isDefault }: AgentInfo): { readonly detail?: string } {
  return reason ? { detail: reason } : isDefault ? { detail: "The default" } : {};
}
