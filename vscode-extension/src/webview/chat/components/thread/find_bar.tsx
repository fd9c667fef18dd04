// Finds a text in the thread, also in what is not drawn.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { rowsWith } from "../../../../conversation/find";
import type { Row } from "../../../../conversation/rows";
import { useApp, useConversation } from "../common/context";
import { Icon, IconButton } from "../common/icon";
import { highlight } from "./find_highlights";

export interface FindBarProps {
  readonly rows: readonly Row[];
  /** There are messages that have not been loaded. */
  readonly hasEarlier: boolean;
  /** How often it was asked for: each time the field gets the focus. */
  readonly asked: number;
  readonly show: (row: Row) => void;
  readonly close: () => void;
}

export function FindBar({ rows, hasEarlier, asked, show, close }: FindBarProps) {
  const [query, setQuery] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.select(), [asked]); // before the next key comes
  const found = useMemo(() => rowsWith(rows, query), [rows, query]);
  const { current, go } = useCurrent(found, query, show);
  useEarlierUntilFound(query !== "" && found.length === 0 && hasEarlier, rows.length);
  useLayoutEffect(() => highlight(query));
  useEffect(() => () => highlight(""), []);
  const at = current === undefined ? -1 : found.indexOf(current);
  return (
    <search class="find" data-testid="find">
      <label class="search">
        <Icon name="search" />
        <input
          data-testid="find-input"
          aria-label="Find in this conversation"
          placeholder="Find"
          ref={input}
          value={query}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
          onKeyDown={({ key, shiftKey }) => {
            if (key === "Enter") {
              go(shiftKey ? 1 : -1);
            } else if (key === "Escape") {
              close();
            }
          }}
        />
      </label>
      <span class="quiet" role="status" data-testid="find-count">
        {countText(query, at, found.length, hasEarlier)}
      </span>
      <IconButton
        icon="arrow-up"
        label="Earlier (Enter)"
        disabled={found.length === 0}
        onClick={() => go(-1)}
      />
      <IconButton
        icon="arrow-down"
        label="Later (Shift+Enter)"
        disabled={found.length === 0}
        onClick={() => go(1)}
      />
      <IconButton icon="close" label="Close (Escape)" onClick={close} />
    </search>
  );
}

/** The row on which one is: at first the newest. */
function useCurrent(found: readonly Row[], query: string, show: (row: Row) => void) {
  const [id, setId] = useState<string | null>(null);
  const current = found.find((row) => row.id === id) ?? found.at(-1);
  useEffect(() => {
    if (current) {
      setId(current.id);
      show(current);
    }
  }, [query, current?.id]);
  const go = (step: 1 | -1) => {
    const at = current === undefined ? -1 : found.indexOf(current);
    const next = found.at((at + step) % found.length);
    setId(next?.id ?? null);
  };
  return { current, go };
}

/** Load page after page until there is something. */
function useEarlierUntilFound(wanted: boolean, rows: number): void {
  const { problems } = useApp();
  const { store } = useConversation();
  useEffect(() => {
    if (wanted) {
      void problems.attempt("Earlier messages could not be read", () => store.loadEarlier());
    }
  }, [wanted, rows]);
}

function countText(query: string, at: number, found: number, hasEarlier: boolean): string {
  if (query.trim() === "") {
    return "";
  }
  if (found === 0) {
    return hasEarlier ? "Looking…" : "Nothing";
  }
  return `${found - at} of ${found}${hasEarlier ? "+" : ""}`;
}
