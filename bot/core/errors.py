"""The two families of things that go wrong, and nothing about how they are shown.

CohortError
├── Refusal            expected; its text says what to do next; becomes a card
│   ├── NotAllowed     the person may not do this here
│   ├── NotFound       the thing named does not exist (any more)
│   ├── AlreadyDone    a second press; harmless
│   └── Misused        the words or values cannot be understood
└── Fault              ours or the platform's; logged with an id; one calm line
    ├── StoreFault     the database cannot be read or written
    └── SurfaceFault   a platform refused or did not answer
        └── NotYet     it came too soon: after others, or after the start
"""

from __future__ import annotations


class CohortError(Exception):
    """Everything that Cohort raises on purpose."""


class Refusal(CohortError):
    """An expected no. ``str(refusal)`` is a sentence for the person who asked."""


class NotAllowed(Refusal):
    """The person may not do this here."""


class NotFound(Refusal):
    """The thing named does not exist (any more)."""


class AlreadyDone(Refusal):
    """The same thing was asked twice; nothing was lost and nothing is counted twice."""


class Misused(Refusal):
    """The words or values given cannot be understood."""


class Fault(CohortError):
    """Something of ours or of a platform broke; the person sees one calm line with an id."""


class StoreFault(Fault):
    """The database cannot be read or written."""


class SurfaceFault(Fault):
    """A platform refused a message or did not answer.

    ``sent`` says whether the message may have been delivered all the same: then the
    delivery is in doubt and must be looked up before it is tried again. ``permanent``
    says that trying again cannot help (the place is gone or closed to us). ``gone`` says that
    the message asked about is there no more, while its place is well.
    """

    def __init__(
        self, text: str, *, sent: bool = False, permanent: bool = False, gone: bool = False
    ) -> None:
        super().__init__(text)
        self.sent = sent
        self.permanent = permanent
        self.gone = gone


class NotYet(SurfaceFault):
    """A platform takes nothing from us for ``seconds``: the newest state is shown then."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the platform takes nothing more for {seconds:.0f} s")
        self.seconds = seconds
