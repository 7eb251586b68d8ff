"""What the learning engine knows, folded from answers: memories, and the ability model's terms.

``memory`` is a cache as any other. ``ability_term`` is the state of a fold that follows the
answers at its own pace, and ``ability_cursor`` says how far it has come.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant

_BY_KEY = {"sqlite_with_rowid": False}


class ConceptMemory(SQLModel, table=True):
    """Cache: how well a learner keeps a concept, after the answer ``seq`` given at ``last_at``.

    Stability is in days, difficulty 1 to 10. When it is due is worked out on reading.
    """

    __tablename__ = "memory"
    __table_args__ = _BY_KEY
    learner_id: int = Field(foreign_key="learner.id", primary_key=True)
    pack: str = Field(primary_key=True)
    concept: str = Field(primary_key=True)
    stability: float
    difficulty: float
    last_at: datetime = Field(sa_type=Instant)
    seq: int = Field(sa_type=BigInteger)


class AbilityTerm(SQLModel, table=True):
    """A term of the ability model (``bot.core.ability``) in one generation of its fold.

    ``pack`` begins with ``~`` where simulated members answered: they teach real ones nothing.
    ``owner`` is a learner or a group, or 0; ``name`` a domain, concept or item, or empty.
    """

    __tablename__ = "ability_term"
    __table_args__ = _BY_KEY
    generation: int = Field(primary_key=True)
    pack: str = Field(primary_key=True)
    sort: str = Field(primary_key=True)
    owner: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    mean: float
    variance: float
    n: int


class AbilityCursor(SQLModel, table=True):
    """How far the ability model's fold has come: the one row, number 1.

    ``next_seq`` is the first answer not folded into ``generation``, which is what is read.
    Where past answers have changed, ``stale`` asks for a new one; it grows beside the old as
    ``building``, from ``building_seq`` on, and takes its place when it has caught up. What is
    left of old ones is swept while ``sweeping``. ``packs`` has the parameters by pack.
    """

    __tablename__ = "ability_cursor"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    generation: int = 1
    next_seq: int = Field(default=0, sa_type=BigInteger)
    building: int = 0
    building_seq: int = Field(default=0, sa_type=BigInteger)
    stale: bool = False
    sweeping: bool = False
    packs: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))
