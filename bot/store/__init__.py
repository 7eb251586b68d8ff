"""What is remembered: the only home of SQLModel and Alembic, as plain functions."""
