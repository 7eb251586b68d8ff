"""Alembic's scripts; they travel with the program and run at its start."""
