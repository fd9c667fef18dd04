"""`easel conversations`: what was said is listed, shown, exported, deleted and restored."""
