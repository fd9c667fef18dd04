// Which agent a new conversation is with.

import type { AgentName } from "../../../../protocol";
import { useApp } from "../common/context";
import { Menu } from "../common/menu";
import { PickerLabel } from "./picker_label";

export interface AgentPickerProps {
  /** Null: what the settings say. */
  readonly current: AgentName | null;
  readonly choose: (agent: AgentName) => void;
}

export function AgentPicker({ current, choose }: AgentPickerProps) {
  const agents = useApp().agents.value;
  const name = agents.find(({ id }) => id === current)?.name ?? current ?? "Default agent";
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
        checked: agent.id === current,
        disabled: !agent.available,
        ...(agent.reason && { detail: agent.reason }),
        run: () => choose(agent.id),
      }))}
    />
  );
}
