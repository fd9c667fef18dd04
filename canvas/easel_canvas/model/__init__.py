"""What canvases are at one moment, and how that changes: values and pure functions."""
