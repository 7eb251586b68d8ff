"""What a case must be, and what its items may not tell of each other.

A case stands in several items, so an error in it leaves all of them out, and each is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from bot.content.cases import FOLDER, Case, ParsedCase
from bot.content.findings import Finding, Severity
from bot.content.markdown import Parsed
from bot.content.pack_rules import NEAR, STEMS_ALIKE
from bot.content.rules import (
    FACTS_MONTHS,
    VOLATILE_MONTHS,
    age_faults,
    old_names,
    reference_faults,
    words,
)
from bot.content.service_rules import keys_of, names_in
from bot.content.services import Service
from bot.core.items import Item

#: A scenario's words, and how many items share it.
SCENARIO_FROM, SCENARIO_TO = 40, 120
ITEMS_FROM, ITEMS_TO = 2, 4
#: The rule's name, under which an item may waive it.
TELLS = "case-tells"


@dataclass(frozen=True, slots=True)
class _Bench:
    """A case on the bench."""

    parsed: ParsedCase
    case: Case
    services: Mapping[str, Service]

    def find(
        self, rule: str, key: str, message: str, cure: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        """Give a finding on the line of a key of the front matter, or of the scenario."""
        line = self.parsed.front.line(key) if key else self.parsed.line
        return Finding(self.parsed.path, line, rule, message, cure, severity)


def case_findings(
    cases: Mapping[str, ParsedCase],
    parsed: Iterable[Parsed],
    services: Mapping[str, Service],
    today: date,
) -> list[Finding]:
    """Give what is wrong with a pack's cases, and with items because of their case."""
    of_case: dict[str, list[Parsed]] = {name: [] for name in cases}
    for item in parsed:
        of_case.get(item.draft.front.one("case"), []).append(item)
    found: list[Finding] = []
    told: dict[str, str] = {}
    for name, each in cases.items():
        if each.case is None:
            continue
        bench = _Bench(each, each.case, services)
        own = [*_case(bench, today), *_near(bench, told)]
        found += [*own, *_count(bench, len(of_case[name]))]
        if any(finding.severity is Severity.ERROR for finding in own):
            found += [_left_out(item, name) for item in of_case[name] if item.item is not None]
        found += _tells(of_case[name], each.case, services)
    return found


def _case(bench: _Bench, today: date) -> Iterator[Finding]:
    """Apply to a case what holds for an item's stem, services, references and age."""
    case = bench.case
    count = len(words(case.scenario))
    if not SCENARIO_FROM <= count <= SCENARIO_TO:
        said = f"The scenario has {count} words; it needs {SCENARIO_FROM} to {SCENARIO_TO}."
        yield bench.find("stem-length", "", said, "Leave what only one item needs to that item.")
    if case.scenario.rstrip().endswith("?"):
        yield bench.find("asks", "", "The scenario asks.", "Leave the question to the items.")
    months = VOLATILE_MONTHS if case.volatile else FACTS_MONTHS
    for message, cure in age_faults(case.facts_as_of, today, months):
        yield bench.find("facts-age", "facts_as_of", message, cure)
    for message, cure in reference_faults("A case", case.services, case.references):
        yield bench.find("references", "references", message, cure)
    for _, message, cure in old_names([(0, case.scenario)], bench.services):
        yield bench.find("old-name", "", message, cure)
    if not bench.services:
        return
    for name in case.services:
        if name not in bench.services:
            said = f"The service `{name}` is not in service_status.toml."
            yield bench.find("service-status", "services", said, "Add it there.")
    for name in sorted(names_in(case.scenario, bench.services) - set(case.services)):
        said, cure = f"`{name}` is named and not listed.", "Add it to `services`."
        yield bench.find("unlisted", "services", said, cure, Severity.WARNING)


def _near(bench: _Bench, told: dict[str, str]) -> Iterator[Finding]:
    text = bench.case.scenario
    near = process.extractOne(text, told, scorer=fuzz.ratio, score_cutoff=STEMS_ALIKE)
    told[bench.case.name] = text
    if near is not None:
        said = f"The scenario is nearly that of {near[2]}."
        yield bench.find(NEAR, "", said, "Tell another story.")


def _count(bench: _Bench, count: int) -> Iterator[Finding]:
    if count < ITEMS_FROM:
        what = "No question names this case" if not count else "One question alone names this case"
        cure = f"Write `case: {bench.case.name}` into {ITEMS_FROM} to {ITEMS_TO}, or take it out."
        yield bench.find("case", "id", f"{what}.", cure, Severity.WARNING)
    if count > ITEMS_TO:
        said = f"{count} questions name this case; {ITEMS_TO} is the most."
        cure = "Tell some of them another story."
        yield bench.find("case", "id", said, cure, Severity.WARNING)


def _left_out(parsed: Parsed, name: str) -> Finding:
    line = parsed.draft.front.line("case")
    said = f"Its case `{name}` has an error, and a question without its scenario is a riddle."
    return Finding(parsed.draft.path, line, "case", said, f"Mend {FOLDER}/{name}.md.")


def _tells(items: list[Parsed], case: Case, services: Mapping[str, Service]) -> Iterator[Finding]:
    """Warn where an item's own stem names what a sibling asks for: people meet both."""
    given = names_in(case.scenario, services)
    for teller in items:
        named = names_in(teller.draft.stem, services) - given
        for asked in items:
            item: Item | None = asked.item
            if asked is teller or item is None or not named:
                continue
            for name in sorted(named & names_in(" ".join(keys_of(item)), services)):
                said = f"It names {services[name].name}, which is the key of {item.id}."
                line, cure = teller.draft.stem_line, "Say what it does, or ask another sibling."
                severity = Severity.WARNING
                yield Finding(teller.draft.path, line, TELLS, said, cure, severity)
