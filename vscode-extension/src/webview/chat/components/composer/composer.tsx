// Where the next prompt of a conversation is written.

import { promptText } from "../../../../conversation/attachments";
import { isBusy } from "../../../../conversation/status";
import { entriesOf, type Thread } from "../../../../conversation/thread";
import { useConversation } from "../common/context";
import { Pickers } from "./pickers";
import { PromptBox } from "./prompt_box";
import { SendButton, StopButton } from "./send_buttons";

export function Composer({ thread }: { readonly thread: Thread }) {
  const { store, actions } = useConversation();
  const observed = thread.access === "observer";
  const busy = isBusy(thread.info.executionStatus) && !observed;
  return (
    <PromptBox
      draftId={store.id}
      placeholder={placeholder(thread, busy)}
      commands={thread.info.commands ?? []}
      send={(now) => void actions.send(now ? "interrupt" : "queue")}
      recall={() => lastPrompt(thread)}
      {...(busy && { stop: () => void actions.stop() })}
    >
      {!observed && <Pickers thread={thread} />}
      <span class="space" />
      {busy && <StopButton stopping={thread.stop !== null} stop={() => void actions.stop()} />}
      <SendButton
        draftId={store.id}
        busy={busy}
        disabled={observed}
        send={() => void actions.send()}
      />
    </PromptBox>
  );
}

function placeholder(thread: Thread, busy: boolean): string {
  if (thread.access === "observer") {
    return "Take the conversation over to write";
  }
  if (thread.info.executionStatus === "waitingForPermission") {
    return "Answer above. Writing on declines, and waits its turn";
  }
  return busy ? "Write on: it goes out next" : "Ask, / for commands, @ for files";
}

function lastPrompt(thread: Thread): string | undefined {
  const last = entriesOf(thread).findLast((entry) => entry.kind === "prompt");
  return last && promptText(last.content);
}
