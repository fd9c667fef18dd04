// A conversation: what stands in its way, its thread, its questions, its queue and its prompt.

import { useEffect, useMemo } from "preact/hooks";
import { openQuestions } from "../../../../conversation/questions";
import type { Thread, Turn } from "../../../../conversation/thread";
import type { ConversationId } from "../../../../protocol";
import { ConversationContext, useApp, useConversation } from "../common/context";
import { useFocusKept } from "../common/focus_kept";
import { Icon, TextButton } from "../common/icon";
import { Composer } from "../composer/composer";
import { Banners } from "../dock/banners";
import { ProblemList } from "../dock/problem_list";
import { Questions } from "../dock/questions";
import { QueueList } from "../dock/queue_list";
import { StatusStrip } from "../dock/status_strip";
import { EmptyThread } from "./empty_thread";
import { ThreadHeader } from "./thread_header";
import { ThreadList } from "./thread_list";
import { useTurnAnnouncements } from "./turn_announcements";

export function ThreadView({ id }: { readonly id: ConversationId }) {
  const app = useApp();
  const conversation = useMemo(() => ({ store: app.thread(id), actions: app.actions(id) }), [id]);
  const thread = conversation.store.thread.value;
  return (
    <ConversationContext.Provider value={conversation}>
      {thread ? <OpenThread key={id} thread={thread} /> : <Opening />}
    </ConversationContext.Provider>
  );
}

function OpenThread({ thread }: { readonly thread: Thread }) {
  useTurnAnnouncements(thread);
  useFocusKept();
  const owned = thread.access === "owner";
  const empty = !thread.hasEarlier && thread.turns.every(saysNothing);
  return (
    <main
      class="conversation"
      data-testid="conversation"
      data-id={thread.info.id}
      data-status={thread.info.executionStatus}
      data-turns={thread.info.turns}
    >
      <ThreadHeader thread={thread} />
      <Banners thread={thread} />
      {empty ? <EmptyThread thread={thread} /> : <ThreadList thread={thread} />}
      <div class="dock">
        <ProblemList />
        {owned && <Questions questions={openQuestions(thread)} />}
        {owned && <QueueList thread={thread} />}
        <StatusStrip thread={thread} />
        <Composer thread={thread} />
      </div>
    </main>
  );
}

/** Only canvases were opened: that is no reason to hide how one begins. */
function saysNothing({ entries }: Turn): boolean {
  return entries.every(({ kind }) => kind === "canvas");
}

function Opening() {
  const app = useApp();
  const { store, actions } = useConversation();
  const loading = store.loading.value;
  useEffect(() => app.announcer.say(""), []);
  return loading.state === "failed" ? (
    <div class="empty" data-testid="open-failed">
      <Icon name="error" class="empty-icon" />
      <h2>This conversation could not be opened</h2>
      <p>{loading.message}</p>
      <div class="options">
        <TextButton primary onClick={() => void actions.reopen("auto")}>
          Try Again
        </TextButton>
        <TextButton onClick={() => app.showList()}>All Conversations</TextButton>
      </div>
    </div>
  ) : (
    <div class="empty" data-testid="opening">
      <Icon name="loading" class="empty-icon" />
    </div>
  );
}
