// Why a new conversation is not with the agent that the settings name.

import type { AgentName } from "../../../../protocol";
import { useApp } from "../common/context";
import { Icon } from "../common/icon";

/** Nothing if somebody chose this agent, or if it is the one that the settings name. */
export function StandInNote({ agent }: { readonly agent: AgentName | undefined }) {
  const { chosenAgent, defaultAgent } = useApp();
  if (chosenAgent.value !== null || !defaultAgent?.standsIn || defaultAgent.id !== agent) {
    return null;
  }
  return (
    <p class="stand-in" data-testid="stand-in">
      <Icon name="warning" class="mini" /> {defaultAgent.standsIn} {defaultAgent.name} stands in.
    </p>
  );
}
