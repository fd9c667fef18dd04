// A table: the rows stay in the server, which sorts, filters and pages for everybody who looks.

import { useEffect, useState } from "preact/hooks";
import type { CanvasStore } from "../canvas_store";
import type { TableColumn, TableContent } from "../content";

const TYPING_PAUSE_MS = 200;

interface Props {
  readonly table: TableContent;
  readonly store: CanvasStore;
}

export function TableView({ table, store }: Props) {
  return (
    <section class="table-view">
      <Toolbar table={table} store={store} />
      <div class="table-scroll" tabIndex={0}>
        <table class="data-table" data-testid="table">
          <thead>
            <tr>
              {table.columns.map((column) => (
                <Heading key={column.key} column={column} table={table} store={store} />
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, at) => (
              <tr key={at}>
                {table.columns.map((column, place) => (
                  <td key={column.key} class={`align-${column.align}`}>
                    {cellText(row[place])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {table.rows.length === 0 && <p class="canvas-empty">No rows.</p>}
      </div>
    </section>
  );
}

function Heading({ column, table, store }: Props & { readonly column: TableColumn }) {
  const sorted = table.sort?.column === column.key ? table.sort : null;
  const direction = sorted === null ? "none" : sorted.descending ? "descending" : "ascending";
  const next =
    sorted === null
      ? { column: column.key, descending: false }
      : sorted.descending
        ? {}
        : { column: column.key, descending: true };
  return (
    <th scope="col" aria-sort={direction} class={`align-${column.align}`}>
      <button
        type="button"
        data-testid={`sort-${column.key}`}
        onClick={() => store.send({ type: "sort", ...next })}
      >
        {column.title}
        <span class={`codicon codicon-${SORT_ICONS[direction]}`} aria-hidden="true" />
      </button>
    </th>
  );
}

const SORT_ICONS = { none: "blank", ascending: "arrow-up", descending: "arrow-down" } as const;

function Toolbar({ table, store }: Props) {
  const [text, setText] = useState(table.filter);
  useEffect(() => {
    if (text === table.filter) {
      return undefined;
    }
    const pause = setTimeout(() => store.send({ type: "filter", text }), TYPING_PAUSE_MS);
    return () => clearTimeout(pause);
  }, [text]);
  return (
    <div class="canvas-bar">
      <input
        type="search"
        value={text}
        placeholder="Filter rows"
        aria-label="Filter rows"
        data-testid="filter"
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <span class="quiet" role="status" data-testid="row-count">
        {counted(table)}
      </span>
      <span class="space" />
      <button
        type="button"
        class="bar-button"
        title="Copy this page, to paste it into a spreadsheet"
        onClick={() => void store.bridge.request("host/copy", { text: asTabs(table) })}
      >
        <span class="codicon codicon-copy" aria-hidden="true" /> Copy
      </button>
      <Pages table={table} store={store} />
    </div>
  );
}

function Pages({ table, store }: Props) {
  const go = (page: number) => store.send({ type: "page", page });
  return (
    <nav class="pages" aria-label="Pages">
      <button
        type="button"
        class="bar-button"
        aria-label="Previous page"
        data-testid="previous-page"
        disabled={table.page <= 1}
        onClick={() => go(table.page - 1)}
      >
        <span class="codicon codicon-chevron-left" aria-hidden="true" />
      </button>
      <span data-testid="page">
        {table.page} of {table.pageCount}
      </span>
      <button
        type="button"
        class="bar-button"
        aria-label="Next page"
        data-testid="next-page"
        disabled={table.page >= table.pageCount}
        onClick={() => go(table.page + 1)}
      >
        <span class="codicon codicon-chevron-right" aria-hidden="true" />
      </button>
    </nav>
  );
}

function counted({ rowCount, totalRows }: TableContent): string {
  const all = `${totalRows.toLocaleString("en")} ${totalRows === 1 ? "row" : "rows"}`;
  return rowCount === totalRows ? all : `${rowCount.toLocaleString("en")} of ${all}`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) {
    return "";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function asTabs({ columns, rows }: TableContent): string {
  const line = (values: readonly string[]) =>
    values.map((value) => value.replace(/[\t\r\n]+/g, " ")).join("\t");
  return [
    line(columns.map(({ title }) => title)),
    ...rows.map((row) => line(row.map(cellText))),
  ].join("\n");
}
