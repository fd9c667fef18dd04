"""The `table` canvas."""

from functools import partial

from anyio import to_thread

from easel_canvas.builtin.files import read_text
from easel_canvas.builtin.kind import ActionKind, Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.builtin.table.data import Table, shown, table_of
from easel_canvas.builtin.table.file import MAX_FILE, rows_of
from easel_canvas.builtin.table.input import (
    Filter,
    FilterMessage,
    Page,
    PageMessage,
    Sort,
    SortMessage,
    TableInput,
    message_from,
)
from easel_canvas.builtin.text import columns, count
from easel_canvas.errors import ActionNotHandled, ProviderError
from easel_canvas.inputs import decode, either
from easel_canvas.values import Json, JsonObject


class TableView(View):
    """One page of the rows, as a person or the agent has sorted and filtered them."""

    def __init__(self, table: Table, page_size: int, title: str | None) -> None:
        super().__init__()
        self.title = title
        self._table = table
        self._page_size = page_size
        self._sort = Sort()
        self._filter = Filter()
        self._selected = tuple(range(len(table.rows)))
        self._page = 1
        self._describe()

    @property
    def page_count(self) -> int:
        """At least one."""
        return max(1, -(-len(self._selected) // self._page_size))

    def content(self) -> JsonObject:
        """`{columns, rows, page, pageCount, pageSize, rowCount, totalRows, sort, filter}`.

        `rows` are the arrays of this page; `rowCount` is of those that pass the filter.
        """
        return {
            "columns": [
                {"key": column.key, "title": column.title, "align": column.align}
                for column in self._table.columns
            ],
            "rows": self._rows(),
            "page": self._page,
            "pageCount": self.page_count,
            "pageSize": self._page_size,
            "rowCount": len(self._selected),
            "totalRows": len(self._table.rows),
            "sort": _sort_json(self._sort),
            "filter": self._filter.text,
        }

    def text(self) -> str:
        """The page as aligned columns, and which page it is."""
        if not self._table.columns:
            return f"A table without columns · {self.status}"
        table = columns(
            [column.title for column in self._table.columns],
            [[shown(value) for value in row] for row in self._rows()],
            [column.align for column in self._table.columns],
        )
        return f"{table}\n\n{self._place()}"

    async def invoke(self, name: str, input_: JsonObject) -> Json:
        """`page`, `sort` and `filter`; the value is the content as it is then.

        Raises:
            ProviderError: there is no such column.
        """
        match name:
            case "page":
                self._go_to(decode(Page, input_))
            case "sort":
                await self._arrange(self._filter, decode(Sort, input_))
            case "filter":
                await self._arrange(decode(Filter, input_), self._sort)
            case _:
                raise ActionNotHandled(name)
        return self.content()

    async def receive(self, payload: Json) -> None:
        """The same, from a person."""
        match message_from(payload):
            case PageMessage() as page:
                self._go_to(page)
            case SortMessage(column=column, descending=descending):
                await self._try_to_arrange(self._filter, Sort(column=column, descending=descending))
            case FilterMessage(text=text):
                await self._try_to_arrange(Filter(text=text), self._sort)
            case None:
                pass

    async def _try_to_arrange(self, filter_: Filter, sort: Sort) -> None:
        try:
            await self._arrange(filter_, sort)
        except ProviderError:
            return  # a view of an earlier input: it is about to be told of the new one

    async def _arrange(self, filter_: Filter, sort: Sort) -> None:
        self._selected = await to_thread.run_sync(self._table.select, filter_, sort)
        self._filter, self._sort = filter_, sort
        self._page = 1
        self._describe()
        self.changed()

    def _go_to(self, page: Page) -> None:
        self._page = min(page.page, self.page_count)
        self.changed()

    def _rows(self) -> list[list[Json]]:
        start = (self._page - 1) * self._page_size
        chosen = self._selected[start : start + self._page_size]
        return [list(self._table.rows[at]) for at in chosen]

    def _describe(self) -> None:
        total = count(len(self._table.rows), "row")
        some = len(self._selected) < len(self._table.rows)
        self.status = f"{len(self._selected):,} of {total}" if some else total

    def _place(self) -> str:
        parts = [f"Page {self._page} of {self.page_count}", self.status or ""]
        if self._filter.text:
            parts.append(f"filtered by “{self._filter.text}”")
        if self._sort.column is not None:
            order = ", descending" if self._sort.descending else ""
            parts.append(f"sorted by {self._sort.column}{order}")
        return " · ".join(parts)


def _sort_json(sort: Sort) -> JsonObject | None:
    if sort.column is None:
        return None
    return {"column": sort.column, "descending": sort.descending}


async def _make(given: TableInput, surroundings: Surroundings) -> View:
    either({"rows": given.rows, "file": given.file})
    if given.file is None:
        make = partial(table_of, given.rows or (), given.columns)
    else:
        text = await read_text(given.file, surroundings, MAX_FILE)
        rows = await to_thread.run_sync(rows_of, given.file, text)
        make = partial(table_of, rows, given.columns)
    return TableView(await to_thread.run_sync(make), given.page_size, given.title)


TABLE = Kind(
    canvas_id="table",
    title="Table",
    description="Show rows and columns that a person can sort, filter and copy, up to 100,000 "
    "rows: only the page that is looked at is sent. For data in a file (CSV, TSV, JSON, JSON "
    "Lines) give `file`.",
    input=TableInput,
    make=_make,
    actions=(
        ActionKind("page", "Go to a page, and get its rows.", Page),
        ActionKind("sort", "Sort the rows by a column, and get the first page.", Sort),
        ActionKind("filter", "Show only rows that contain a text; get the first page.", Filter),
    ),
)
