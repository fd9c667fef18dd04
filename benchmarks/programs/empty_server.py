"""A language server that can do nothing: what pygls alone costs."""

from pygls.lsp.server import LanguageServer

LanguageServer("empty", "1").start_io()
