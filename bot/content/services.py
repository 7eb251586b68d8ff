"""The status of services: names old and new, and whether new customers can have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from bot.content.findings import Finding, Severity
from bot.content.tables import Place, Table, Unusable, read_table

FILE = "service_status.toml"
_KEYS = (
    "id", "name", "formerly", "status", "since", "replacement", "note", "source", "confirmed",
    "checked",
)  # fmt: skip


class ServiceStatus(StrEnum):
    """Whether a service can be had."""

    OPEN = "open"  #: by anybody
    CLOSED_NEW = "closed_new"  #: only by those who had it before
    ENDED = "ended"  #: by nobody
    UNCONFIRMED = "unconfirmed"  #: nothing certain is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service as it is today. ``checked`` is the day its row, on ``line``, was looked at."""

    id: str
    name: str
    formerly: tuple[str, ...]
    status: ServiceStatus
    since: date | None
    replacement: str
    source: str
    confirmed: bool
    checked: date
    line: int = 1

    @property
    def is_closed(self) -> bool:
        """Whether somebody new cannot have it, or nobody knows."""
        return self.status is not ServiceStatus.OPEN


def read_services(root: Path) -> tuple[Mapping[str, Service], list[Finding]]:
    """Read the services' status; a missing file means that none is known, and is said.

    A row that cannot be used is left out with its finding; the others are kept.
    """
    where = f"{root.name}/{FILE}"
    if not (root / FILE).exists():
        missing = Finding(
            where, 1, "services", "The file is missing, so no service is checked.",
            "Add a row for each service that items name.", Severity.WARNING,
        )  # fmt: skip
        return {}, [missing]
    services: dict[str, Service] = {}
    findings: list[Finding] = []
    try:
        file = read_table(root / FILE, Place(path=where, rule="services"))
        file.only(("service",))
        for row in file.tables("service"):
            try:
                service = _service(row)
                if service.id in services:
                    raise row.wrong(f"`{service.id}` stands here twice.", "id", "Keep one row.")
                services[service.id] = service
            except Unusable as no:
                findings.append(no.finding)
    except Unusable as no:
        findings.append(no.finding)
    return services, findings


def _service(row: Table) -> Service:
    row.only(_KEYS)
    return Service(
        id=row.text("id"),
        name=row.text("name"),
        formerly=row.texts("formerly", ()),
        status=row.one_of("status", ServiceStatus, ServiceStatus),
        since=row.day_or_none("since"),
        replacement=row.text("replacement", ""),
        source=row.text("source", ""),
        confirmed=row.flag("confirmed"),
        checked=row.day("checked"),
        line=row.heading.line,
    )
