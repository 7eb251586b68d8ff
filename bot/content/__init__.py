"""What is read: strict readers of the two content folders, and the linter."""
