"""The verbs of the script language, by theme; the package's docstring documents them."""
