"""The status of services: names old and new, and whether new customers can have them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from bot.content.findings import Finding

FILE = "service_status.toml"


class ServiceStatus(StrEnum):
    """Whether a service can be had."""

    OPEN = "open"  #: by anybody
    CLOSED_NEW = "closed_new"  #: only by those who had it before
    ENDED = "ended"  #: by nobody
    UNCONFIRMED = "unconfirmed"  #: nothing certain is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service as it is today. ``checked`` is the day its row was looked at."""

    id: str
    name: str
    formerly: tuple[str, ...]
    status: ServiceStatus
    since: date | None
    replacement: str
    source: str
    confirmed: bool
    checked: date

    @property
    def is_closed(self) -> bool:
        """Whether somebody new cannot have it, or nobody knows."""
        return self.status is not ServiceStatus.OPEN


def read_services(root: Path) -> tuple[Mapping[str, Service], list[Finding]]:
    """Read the services' status; a missing file means that none is known."""
    path = root / FILE
    if not path.exists():
        return {}, []
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["service"]
        services = [
            Service(
                id=str(row["id"]),
                name=str(row["name"]),
                formerly=tuple(row.get("formerly", ())),
                status=ServiceStatus(row["status"]),
                since=_day(row.get("since")),
                replacement=str(row.get("replacement", "")),
                source=str(row.get("source", "")),
                confirmed=bool(row.get("confirmed", False)),
                checked=_day(row["checked"]) or date.min,
            )
            for row in rows
        ]
    except (KeyError, ValueError, TypeError, OSError) as wrong:
        return {}, [Finding(FILE, 1, "services", f"The services cannot be read: {wrong}.")]
    found = [
        Finding(FILE, 1, "services", f"`{service.id}` stands here twice.")
        for n, service in enumerate(services)
        if service.id in {other.id for other in services[:n]}
    ]
    return {service.id: service for service in services}, found


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
