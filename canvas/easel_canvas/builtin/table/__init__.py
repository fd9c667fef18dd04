"""`table`: rows and columns, as many as there are. The rows stay here and are read in pages."""

from easel_canvas.builtin.table.kind import TABLE

__all__ = ["TABLE"]
