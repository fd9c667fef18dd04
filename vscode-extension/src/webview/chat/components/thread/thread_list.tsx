// The thread: what was said and done, newest at the end.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Row, rowsOf } from "../../../../conversation/rows";
import type { Thread } from "../../../../conversation/thread";
import { useApp, useConversation } from "../common/context";
import { Icon } from "../common/icon";
import { handleContentClick } from "./content_click";
import { FindBar } from "./find_bar";
import { useFindKey } from "./find_key";
import { RowView } from "./row_view";
import { type ThreadVirtualizer, useVirtualRows } from "./virtual_rows";

/** How many rows before the first one the page before is asked for. */
const ROWS_AHEAD = 12;

export function ThreadList({ thread }: { readonly thread: Thread }) {
  const app = useApp();
  const frame = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(thread), [thread.turns]);
  const virtualizer = useVirtualRows(rows, frame, useConversation().store);
  const [asked, setAsked] = useState(0);
  useFindKey(() => setAsked((count) => count + 1));
  useEarlierPages(thread, virtualizer.getVirtualItems()[0]?.index ?? 0);
  return (
    <div class="thread-area">
      {asked > 0 && (
        <FindBar
          asked={asked}
          rows={rows}
          hasEarlier={thread.hasEarlier}
          show={(row) => virtualizer.scrollToIndex(rows.indexOf(row), { align: "center" })}
          close={() => {
            setAsked(0);
            app.focusPrompt();
          }}
        />
      )}
      <div
        ref={frame}
        class="thread"
        data-testid="thread"
        role="feed"
        aria-label="Conversation"
        aria-busy={thread.live !== null}
        tabIndex={0}
        onClick={(event) => handleContentClick(event, app, thread.info.cwd)}
        onKeyDown={moveBetweenRows}
      >
        {thread.hasEarlier && <EarlierNote />}
        <Rows thread={thread} rows={rows} virtualizer={virtualizer} />
      </div>
      <JumpToNewest virtualizer={virtualizer} />
    </div>
  );
}

/** Load the page before as soon as the rows at the beginning come near. */
function useEarlierPages({ hasEarlier, firstSeq }: Thread, firstIndex: number): void {
  const { problems } = useApp();
  const { store } = useConversation();
  useLayoutEffect(() => {
    if (hasEarlier && firstIndex < ROWS_AHEAD) {
      void problems.attempt("Earlier messages could not be read", () => store.loadEarlier());
    }
  }, [firstIndex, firstSeq, hasEarlier]);
}

interface RowsProps {
  readonly thread: Thread;
  readonly rows: readonly Row[];
  readonly virtualizer: ThreadVirtualizer;
}

/** Those of the rows that are on the screen, in a space as high as all of them. */
function Rows({ thread, rows, virtualizer }: RowsProps) {
  const items = virtualizer.getVirtualItems();
  return (
    <div class="thread-space" style={{ height: `${virtualizer.getTotalSize()}px` }}>
      <div class="thread-rows" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <article
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                class={`row row-${row.entry.kind}`}
                tabIndex={-1}
                aria-posinset={item.index + 1}
                aria-setsize={thread.hasEarlier ? -1 : rows.length}
              >
                <RowView row={row} live={thread.live?.id === row.turnId} />
              </article>
            )
          );
        })}
      </div>
    </div>
  );
}

function EarlierNote() {
  return (
    <p class="earlier" data-testid="earlier">
      <Icon name="loading" /> Earlier messages
    </p>
  );
}

function JumpToNewest({ virtualizer }: { readonly virtualizer: ThreadVirtualizer }) {
  if (virtualizer.isAtEnd()) {
    return null;
  }
  return (
    <button
      type="button"
      class="jump"
      data-testid="jump-to-newest"
      onClick={() => virtualizer.scrollToEnd()}
    >
      <Icon name="arrow-down" /> Jump to newest
    </button>
  );
}

/** Alt and an arrow go from row to row. */
function moveBetweenRows(event: KeyboardEvent): void {
  const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) {
    return;
  }
  const rows = [...document.querySelectorAll<HTMLElement>(".thread .row")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const target = at < 0 ? rows.at(-1) : rows[at + step];
  if (target) {
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }
}
