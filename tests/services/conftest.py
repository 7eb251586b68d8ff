"""A Cohort with the usual group, its first question posted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import sqlite
from tests.world import World, build, open_group


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a Cohort whose group has Ann (its lead) and Ben."""
    made = build(sqlite(tmp_path))
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()
