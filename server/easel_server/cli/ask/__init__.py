"""`easel ask`: one prompt, one answer."""
