"""The Web API's methods, one module per family. A method decides and changes the world.

Who may call at all (token, scope, limit) is decided before, by the server, from the table here.
"""

from __future__ import annotations

from tests.fakes.slack.methods import auth, chat, conversations, files, marks, users, views
from tests.fakes.slack.methods.call import Call, Method, Spec

SPECS: dict[str, Spec] = {
    spec.name: spec
    for family in (auth, chat, conversations, files, marks, users, views)
    for spec in family.SPECS
}

__all__ = ["SPECS", "Call", "Method", "Spec"]
