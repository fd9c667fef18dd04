"""What the methods of the contract do: a module for each noun, a function for each method."""
