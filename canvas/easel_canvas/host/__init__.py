"""Who brings canvases, providers and views together."""
