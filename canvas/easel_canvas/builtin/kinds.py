"""Every canvas of ours."""

from typing import Final

from easel_canvas.builtin.chart import CHART
from easel_canvas.builtin.diff import DIFF
from easel_canvas.builtin.form import FORM
from easel_canvas.builtin.html import HTML
from easel_canvas.builtin.image import IMAGE, SVG
from easel_canvas.builtin.kind import AnyKind
from easel_canvas.builtin.markdown import MARKDOWN
from easel_canvas.builtin.plan import PLAN
from easel_canvas.builtin.table import TABLE
from easel_canvas.builtin.terminal import TERMINAL
from easel_canvas.builtin.trace import TRACE

KINDS: Final[tuple[AnyKind, ...]] = (
    MARKDOWN,
    TABLE,
    CHART,
    DIFF,
    PLAN,
    FORM,
    TERMINAL,
    IMAGE,
    SVG,
    HTML,
    TRACE,
)
