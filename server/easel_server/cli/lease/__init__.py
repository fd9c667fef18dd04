"""What `easel lease` does."""
