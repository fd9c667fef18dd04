"""The language server: LSP in and out, and the composition root."""
