"""How Discord says no: HTTP status, numeric code, sentence, and for a form the nested errors.

Knows the codes of the documented table that this stand-in uses; must not know when to say them.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

UNKNOWN = {
    "application": (10002, "Unknown Application"),
    "channel": (10003, "Unknown Channel"),
    "guild": (10004, "Unknown Guild"),
    "member": (10007, "Unknown Member"),
    "message": (10008, "Unknown Message"),
    "role": (10011, "Unknown Role"),
    "user": (10013, "Unknown User"),
    "emoji": (10014, "Unknown Emoji"),
    "webhook": (10015, "Unknown Webhook"),
    "interaction": (10062, "Unknown interaction"),
    "command": (10063, "Unknown application command"),
}


class Refused(Exception):
    """An answer that is not the one asked for."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} (error code: {code}): {message} {errors or ''}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    @property
    def body(self) -> Json:
        """Return the JSON Discord sends with it."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def unknown(what: str) -> Refused:
    """Return the 404 for a thing that is not there (a key of `UNKNOWN`)."""
    code, message = UNKNOWN[what]
    return Refused(404, code, message)


def missing_access() -> Refused:
    """Return the 403 for a place the bot cannot see."""
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    """Return the 403 for an act the bot may not do there."""
    return Refused(403, 50013, "Missing Permissions")


def unauthorized() -> Refused:
    """Return the 401 for a missing or wrong token."""
    return Refused(401, 0, "401: Unauthorized")


def cannot_message_user() -> Refused:
    """Return the 403 for a person who takes no direct messages from the bot."""
    return Refused(403, 50007, "Cannot send messages to this user")


def wrong_channel_type() -> Refused:
    """Return the 400 for an act this kind of channel does not have."""
    return Refused(400, 50024, "Cannot execute action on this channel type")


class Form:
    """Collect what is wrong with a body, each thing at its path, then refuse it as a whole."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def wrong(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        """Note one error at a path of keys and indexes."""
        node = self._errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, path: tuple[str | int, ...], value: object, most: int, least: int = 0) -> None:
        """Check a text that may be absent: its kind and its number of characters."""
        if value is None:
            return
        if not isinstance(value, str):
            self.wrong(path, "STRING_TYPE_CONVERT", "Could not interpret as string.")
        elif least and not least <= len(value) <= most:
            self.wrong(
                path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length."
            )
        elif len(value) > most:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def required(self, path: tuple[str | int, ...], value: object) -> bool:
        """Check that something is there, and return whether it is."""
        if value is None or value == "" or value == []:
            self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
            return False
        return True

    def number(self, path: tuple[str | int, ...], value: object, least: float, most: float) -> None:
        """Check a number that may be absent against its bounds, both inclusive."""
        if value is None:
            return
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.wrong(path, "NUMBER_TYPE_COERCE", f"Value {value!r} is not a number.")
        elif not least <= value <= most:
            self.wrong(path, "NUMBER_TYPE_RANGE", f"Must be between {least} and {most}.")

    @property
    def errors(self) -> Json:
        """Return what has been noted, nested by path."""
        return self._errors

    def finish(self) -> None:
        """Refuse the body with a 400 if anything has been noted."""
        if self._errors:
            raise Refused(400, 50035, "Invalid Form Body", self._errors)
