// The first prompt of a new conversation, right below the list of the others.

import { NEW_DRAFT } from "../../model/drafts";
import { useApp } from "../common/context";
import { AgentPicker } from "../composer/agent_picker";
import { PromptBox } from "../composer/prompt_box";
import { SendButton } from "../composer/send_buttons";
import { StandInNote } from "../composer/stand_in_note";

export function NewPrompt() {
  const app = useApp();
  const send = () => void app.sendNew();
  return (
    <>
      <StandInNote agent={app.defaultAgent?.id} />
      <PromptBox
        draftId={NEW_DRAFT}
        placeholder="Ask, to begin a new conversation"
        commands={[]}
        send={send}
      >
        <AgentPicker
          current={app.chosenAgent.value}
          choose={(agent) => {
            app.chosenAgent.value = agent;
            app.keep();
          }}
        />
        <span class="space" />
        <SendButton draftId={NEW_DRAFT} busy={false} send={send} />
      </PromptBox>
    </>
  );
}
