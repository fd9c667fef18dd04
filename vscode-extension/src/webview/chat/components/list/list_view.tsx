// The conversations.

import { useEffect } from "preact/hooks";
import { useNow } from "../common/clock";
import { useApp } from "../common/context";
import { Icon, IconButton, TextButton } from "../common/icon";
import { Menu } from "../common/menu";
import { ProblemList } from "../dock/problem_list";
import { ConversationRow } from "./conversation_row";
import { NewPrompt } from "./new_prompt";

const MINUTE = 60_000;

export function ListView() {
  const app = useApp();
  const { conversations } = app;
  const shown = conversations.shown.value;
  const query = conversations.query.value;
  const now = useNow(MINUTE);
  const searching = query.trim() !== "";
  const first = shown.length === 0 && !searching && !conversations.loading.value;
  return (
    <main class="list-view" data-testid="list-view">
      <header class="header">
        <SearchInput />
        <NewButton />
      </header>
      <ProblemList />
      {first ? (
        <NoConversations />
      ) : (
        <ul
          class="conversations"
          data-testid="conversations"
          onKeyDown={moveInList}
          aria-label="Conversations"
        >
          {shown.map((info) => (
            <ConversationRow key={info.id} info={info} now={now} />
          ))}
          {shown.length === 0 && searching && !conversations.loading.value && (
            <li class="nothing" data-testid="nothing-found">
              Nothing was found for “{query}”.
            </li>
          )}
          {conversations.nextCursor.value !== null && (
            <li>
              <TextButton
                class="more"
                testid="more-conversations"
                onClick={() =>
                  void app.problems.attempt("The conversations could not be read", () =>
                    conversations.more(),
                  )
                }
              >
                Show More
              </TextButton>
            </li>
          )}
        </ul>
      )}
      <div class="dock">
        <NewPrompt />
      </div>
    </main>
  );
}

function SearchInput() {
  const { conversations } = useApp();
  return (
    <label class="search">
      <Icon
        name={conversations.loading.value && conversations.query.value ? "loading" : "search"}
      />
      <input
        type="search"
        data-testid="search"
        placeholder="Search conversations"
        aria-label="Search conversations"
        value={conversations.query.value}
        onInput={({ currentTarget }) => conversations.search(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            event.preventDefault();
            document.querySelector<HTMLElement>(".conversation-row")?.focus();
          } else if (event.key === "Escape") {
            conversations.search("");
          }
        }}
      />
    </label>
  );
}

function NewButton() {
  const app = useApp();
  return (
    <span class="split">
      <IconButton
        icon={app.starting.value ? "loading" : "add"}
        label="New conversation"
        testid="new-conversation"
        onClick={() => void app.begin()}
      />
      <Menu
        label="New conversation with…"
        testid="new-with"
        class="icon-button narrow"
        place="below"
        align="right"
        button={<Icon name="chevron-down" />}
        items={app.agents.value.map((agent) => ({
          id: agent.id,
          label: agent.name,
          icon: "hubot",
          disabled: !agent.available,
          ...(agent.reason && { detail: agent.reason }),
          run: () => void app.chooseAgent(agent.id),
        }))}
      />
    </span>
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

function moveInList(event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) {
    return;
  }
  const rows = [...document.querySelectorAll<HTMLElement>(".conversation-row")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  event.preventDefault();
  (rows[at + step] ?? document.querySelector<HTMLElement>(".search input"))?.focus();
}
