// The conversations.

import { useEffect } from "preact/hooks";
import { useNow } from "../common/clock";
import { useApp } from "../common/context";
import { Icon, TextButton } from "../common/icon";
import { ProblemList } from "../dock/problem_list";
import { ConversationRow } from "./conversation_row";
import { NewPrompt } from "./new_prompt";
import { moveInList, SearchInput } from "./search_input";

const MINUTE = 60_000;

export function ListView() {
  const { conversations } = useApp();
  const { search } = conversations;
  const empty = conversations.shown.value.length === 0 && !search.loading.value;
  return (
    <main class="list-view" data-testid="list-view">
      <header class="header">
        <SearchInput search={search} label="Search conversations" />
      </header>
      <ProblemList />
      {empty && search.query.value.trim() === "" ? <NoConversations /> : <Conversations />}
      <div class="dock">
        <NewPrompt />
      </div>
    </main>
  );
}

function Conversations() {
  const { conversations } = useApp();
  const now = useNow(MINUTE);
  const shown = conversations.shown.value;
  const { query, loading } = conversations.search;
  return (
    <ul
      class="conversations"
      data-testid="conversations"
      onKeyDown={moveInList}
      aria-label="Conversations"
    >
      {shown.map((info) => (
        <ConversationRow key={info.id} info={info} now={now} />
      ))}
      {shown.length === 0 && !loading.value && (
        <li class="nothing" data-testid="nothing-found">
          Nothing was found for “{query.value}”.
        </li>
      )}
      {conversations.nextCursor.value !== null && (
        <li>
          <TextButton
            class="more"
            testid="more-conversations"
            onClick={() => void conversations.more()}
          >
            Show More
          </TextButton>
        </li>
      )}
      <li>
        <DeletedLink />
      </li>
    </ul>
  );
}

function DeletedLink() {
  const app = useApp();
  return (
    <button
      type="button"
      class="deleted-link"
      data-testid="show-trash"
      data-list-item
      onClick={() => app.showTrash()}
    >
      <Icon name="trash" /> Deleted conversations
    </button>
  );
}

function NoConversations() {
  const app = useApp();
  useEffect(() => app.announcer.say("No conversations yet"), []);
  const missing = app.agents.value.filter((agent) => !agent.available);
  return (
    <div class="empty" data-testid="no-conversations">
      <Icon name="comment-discussion" class="empty-icon" />
      <h2>No conversations yet</h2>
      <p class="quiet">Ask an agent about this folder, or let it work in it.</p>
      <TextButton
        primary
        icon={app.starting.value ? "loading" : "add"}
        testid="first-conversation"
        onClick={() => void app.begin()}
      >
        New Conversation
      </TextButton>
      <DeletedLink />
      {missing.length > 0 && (
        <ul class="missing" aria-label="Agents that cannot start">
          {missing.map((agent) => (
            <li key={agent.id} data-testid="missing-agent">
              <strong>{agent.name}</strong> <span class="quiet">{agent.reason}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
