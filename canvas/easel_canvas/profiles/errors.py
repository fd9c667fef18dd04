"""What goes wrong in reading."""


class NotUnderstood(Exception):
    """What came over the wire does not have the shape that it should have."""
