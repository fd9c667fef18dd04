// The agent, its modes and its options.

import { type SessionOption, sessionOptions } from "../../../../conversation/options";
import type { Thread } from "../../../../conversation/thread";
import { useApp, useConversation } from "../common/context";
import { Icon } from "../common/icon";
import { Menu } from "../common/menu";
import { AgentPicker } from "./agent_picker";
import { PickerLabel } from "./picker_label";

export function Pickers({ thread }: { readonly thread: Thread }) {
  const app = useApp();
  const options = sessionOptions(thread.info);
  return (
    <>
      {thread.info.turns === 0 && thread.queue.length === 0 && (
        <AgentPicker current={thread.info.agent} choose={(agent) => void app.chooseAgent(agent)} />
      )}
      {options.map((option) => (
        <OptionPicker key={option.id} option={option} />
      ))}
    </>
  );
}

function OptionPicker({ option }: { readonly option: SessionOption }) {
  const { actions } = useConversation();
  const choose = (value: string | boolean) =>
    option.kind === "mode" ? actions.setMode(String(value)) : actions.setOption(option.id, value);
  if (option.kind === "toggle") {
    return (
      <button
        type="button"
        class={`picker toggle ${option.value ? "on" : ""}`}
        role="switch"
        aria-checked={option.value}
        aria-label={option.name}
        title={[option.name, option.description].filter(Boolean).join(": ")}
        data-testid={`option-${option.id}`}
        onClick={() => void choose(!option.value)}
      >
        <Icon name={option.value ? "eye" : "eye-closed"} class="mini" />
        <span class="picker-text">{option.name}</span>
      </button>
    );
  }
  const current = option.choices.find(({ value }) => value === option.value);
  return (
    <Menu
      label={`${option.name}: ${current?.name ?? option.value}`}
      testid={`option-${option.id}`}
      class="picker"
      place="above"
      button={<PickerLabel icon={option.icon} text={current?.name ?? option.value} />}
      items={option.choices.map((choice) => ({
        id: choice.value,
        label: choice.name,
        checked: choice.value === option.value,
        ...(choice.description && { detail: choice.description }),
        run: () => void choose(choice.value),
      }))}
    />
  );
}
