"""`easel demo`: what Easel does, shown and checked against the real server."""
