"""What a table is opened with, and what can be done with it."""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from easel_canvas.inputs import FilePath, Input, Titled

MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
MAX_PAGE_SIZE: Final = 500
DEFAULT_PAGE_SIZE: Final = 50

ColumnKey = Annotated[str, Meta(min_length=1, max_length=500)]


class ColumnInput(Input, frozen=True, kw_only=True):
    """A column."""

    key: Annotated[
        ColumnKey, Meta(description="Its name: the key in rows that are objects, or of a CSV file.")
    ]
    title: (
        Annotated[str, Meta(max_length=500, description="The heading, if it is not the key.")]
        | None
    ) = None
    align: (
        Annotated[
            Literal["left", "right"],
            Meta(description="Unset: numbers to the right, all else to the left."),
        ]
        | None
    ) = None


class TableInput(Titled, frozen=True, kw_only=True):
    """A table."""

    rows: (
        Annotated[
            tuple[tuple[Any, ...] | dict[str, Any], ...],
            Meta(
                max_length=MAX_ROWS,
                description="Each row an array with a value for each column, or an object by the "
                "columns' keys.",
            ),
        ]
        | None
    ) = None
    file: FilePath | None = None
    columns: (
        Annotated[
            tuple[ColumnInput, ...],
            Meta(
                max_length=MAX_COLUMNS,
                description="The columns in their order. Unset: the keys of the objects, or the "
                "first line of the file. Needed for rows that are arrays.",
            ),
        ]
        | None
    ) = None
    page_size: Annotated[int, Meta(ge=1, le=MAX_PAGE_SIZE, description="Rows shown at a time.")] = (
        DEFAULT_PAGE_SIZE
    )


class Sort(Input, frozen=True, kw_only=True):
    """An order of the rows. Without `column`: as they came."""

    column: Annotated[ColumnKey, Meta(description="The key of a column.")] | None = None
    descending: bool = False


class Filter(Input, frozen=True, kw_only=True):
    """Show only some rows. Without `text`: all."""

    text: Annotated[
        str, Meta(max_length=1000, description="What a row must contain, in any column and case.")
    ] = ""


class Page(Input, frozen=True, kw_only=True):
    """Go to a page."""

    page: Annotated[int, Meta(ge=1, description="From 1.")]


class SortMessage(Sort, frozen=True, tag="sort", forbid_unknown_fields=False):
    """From a view."""


class FilterMessage(Filter, frozen=True, tag="filter", forbid_unknown_fields=False):
    """From a view."""


class PageMessage(Page, frozen=True, tag="page", forbid_unknown_fields=False):
    """From a view."""


ViewMessage = SortMessage | FilterMessage | PageMessage


def message_from(payload: Any) -> ViewMessage | None:
    """What a view wants, if it can be understood."""
    try:
        message: ViewMessage = msgspec.convert(payload, ViewMessage)
    except msgspec.ValidationError:
        return None
    return message
