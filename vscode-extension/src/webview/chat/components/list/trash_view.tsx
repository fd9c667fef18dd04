// The conversations that were deleted.

import { ago, baseName, daysUntil } from "../../../../conversation/format";
import type { DeletedConversation } from "../../../../protocol";
import { useNow } from "../common/clock";
import { useApp } from "../common/context";
import { ActionButton, Icon, IconButton } from "../common/icon";
import { ProblemList } from "../dock/problem_list";
import { moveInList, SearchInput } from "./search_input";

const MINUTE = 60_000;

export function TrashView() {
  const app = useApp();
  const { deleted, search } = app.trash;
  const now = useNow(MINUTE);
  const query = search.query.value;
  const nothing = deleted.value.length === 0 && !search.loading.value;
  return (
    <main class="list-view" data-testid="trash-view" aria-label="Deleted conversations">
      <header class="header">
        <IconButton
          icon="arrow-left"
          label="All conversations"
          testid="back"
          onClick={() => app.showList()}
        />
        <SearchInput search={search} label="Search deleted conversations" />
      </header>
      <ProblemList />
      {nothing && query.trim() === "" ? (
        <EmptyTrash />
      ) : (
        <ul class="conversations" onKeyDown={moveInList} aria-label="Deleted conversations">
          {deleted.value.map((each) => (
            <DeletedRow key={each.conversation.id} deleted={each} now={now} />
          ))}
          {nothing && (
            <li class="nothing" data-testid="nothing-found">
              Nothing was found for “{query}”.
            </li>
          )}
        </ul>
      )}
    </main>
  );
}

interface DeletedRowProps {
  readonly deleted: DeletedConversation;
  readonly now: number;
}

function DeletedRow({ deleted, now }: DeletedRowProps) {
  const app = useApp();
  const { conversation } = deleted;
  const title = conversation.title || "Untitled";
  const agent =
    app.agents.value.find(({ id }) => id === conversation.agent)?.name ?? conversation.agent;
  return (
    <li class="deleted-row" data-testid="deleted-row">
      <span class="conversation-text">
        <span class="conversation-title" title={title}>
          {title}
        </span>
        {conversation.lastLine && (
          <span class="conversation-line quiet">{conversation.lastLine}</span>
        )}
        <span class="conversation-bottom quiet">
          <span>{agent}</span>
          <span>{baseName(conversation.cwd)}</span>
        </span>
        <KeptFor deleted={deleted} now={now} />
      </span>
      <ActionButton
        class="small"
        testid="restore"
        data-list-item
        aria-label={`Restore ${title}`}
        run={() => app.restore(conversation.id)}
      >
        Restore
      </ActionButton>
    </li>
  );
}

function KeptFor({ deleted: { deletedAt, restorableUntil }, now }: DeletedRowProps) {
  return (
    <span class="conversation-bottom quiet">
      <time dateTime={deletedAt} title={new Date(deletedAt).toLocaleString()}>
        Deleted {ago(deletedAt, now)}
      </time>
      <time
        dateTime={restorableUntil}
        title={new Date(restorableUntil).toLocaleString()}
        data-testid="restorable-until"
      >
        gone for good {daysUntil(restorableUntil, now)}
      </time>
    </span>
  );
}

function EmptyTrash() {
  return (
    <div class="empty" data-testid="empty-trash">
      <Icon name="trash" class="empty-icon" />
      <h2>Nothing was deleted</h2>
      <p class="quiet">A conversation that you delete can be restored here for a while.</p>
    </div>
  );
}
