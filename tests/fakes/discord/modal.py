"""A modal in front of a person: what it asks, what has been filled in, what is sent.

Knows how Discord's client holds a modal's rules and writes a submission; must not know what
becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.fakes.discord.checks import tree
from tests.fakes.discord.entities import Channel, Message, Role, User
from tests.fakes.discord.errors import Json
from tests.fakes.discord.slash import NotOffered, resolve_channel, resolve_role, resolve_user

Filled = str | bool | User | Role | Channel | list[str] | list[User] | list[Role] | list[Channel]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a modal asks; `options` are the labels to choose from."""

    label: str
    description: str
    kind: int
    custom_id: str
    options: tuple[str, ...]
    data: Json = field(repr=False)


@dataclass(slots=True, eq=False)
class Modal:
    """An open modal."""

    data: Json
    channel: Channel
    message: Message | None
    owners: dict[str, str]
    answers: dict[str, object] = field(default_factory=dict)
    resolved: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the title."""
        return str(self.data["title"])

    @property
    def custom_id(self) -> str:
        """Return the custom_id."""
        return str(self.data["custom_id"])

    @property
    def text(self) -> str:
        """Return all words: title, texts, labels, descriptions and options, in order."""
        lines = [self.title]
        for _, each in tree.walk(self.data["components"]):
            lines += [str(each.get(name) or "") for name in ("content", "label", "description")]
            for option in each.get("options") or []:
                lines += [option["label"], option.get("description") or ""]
        return "\n".join(line for line in lines if line)

    @property
    def questions(self) -> list[Question]:
        """Return what it asks, in order."""
        found = []
        for top in self.data["components"]:
            one = top.get("component") or next(iter(top.get("components") or []), None)
            if one is None:
                continue
            found.append(
                Question(
                    label=top.get("label") or one.get("label") or "",
                    description=top.get("description") or "",
                    kind=one["type"],
                    custom_id=one["custom_id"],
                    options=tuple(each["label"] for each in one.get("options") or []),
                    data=one,
                )
            )
        return found

    def fill(self, label: str, value: Filled) -> None:
        """Fill in what goes by a label (or custom_id)."""
        for question in self.questions:
            if label in (question.label, question.custom_id):
                self.answers[question.custom_id] = self._taken(question, value)
                return
        asked = ", ".join(question.label for question in self.questions)
        raise NotOffered(f"{self.title!r} does not ask {label!r}; it asks {asked}")

    def _taken(self, question: Question, value: Filled) -> object:
        data = question.data
        match question.kind:
            case tree.TEXT_INPUT:
                if not isinstance(value, str):
                    raise NotOffered(f"{question.label!r} takes a text")
                if len(value) > (data.get("max_length") or 4000):
                    raise NotOffered(
                        f"{question.label!r} takes {data.get('max_length')} characters"
                    )
                if data["style"] == 1 and "\n" in value:
                    raise NotOffered(f"{question.label!r} has one line")
                return value
            case tree.CHECKBOX:
                return bool(value)
            case tree.RADIO_GROUP:
                return _option(question, value)
            case tree.CHECKBOX_GROUP | tree.STRING_SELECT:
                chosen = value if isinstance(value, list) else [value]
                return [_option(question, each) for each in chosen]
            case tree.UPLOAD:
                raise NotOffered("a person of this stand-in uploads nothing")
            case _:
                things = value if isinstance(value, list) else [value]
                return [
                    resolve(self.resolved, self.channel, question.kind, each) for each in things
                ]

    def submission(self) -> Json:
        """Return what is sent, or say what the client still asks for."""
        components = []
        for top in self.data["components"]:
            shown: Json = {"type": top["type"], "id": top.get("id", 0)}
            if top["type"] == tree.LABEL:
                shown["component"] = self._answered(top["component"], top["label"])
            elif top["type"] == tree.ROW:
                one = top["components"][0]
                shown["components"] = [self._answered(one, one["label"])]
            components.append(shown)
        data: Json = {"custom_id": self.custom_id, "components": components}
        if self.resolved:
            data["resolved"] = self.resolved
        return data

    def _answered(self, one: Json, label: str) -> Json:
        answer = self.answers.get(one["custom_id"], _preset(one))
        required = one.get("required") is not False
        sent: Json = {"type": one["type"], "id": one.get("id", 0), "custom_id": one["custom_id"]}
        match one["type"]:
            case tree.TEXT_INPUT:
                text = str(answer or "")
                least = one.get("min_length") or 0
                if (required and not text) or (text and len(text) < least):
                    raise NotOffered(
                        f"{label!r} is required, with {max(least, 1)} characters or more"
                    )
                return sent | {"value": text}
            case tree.CHECKBOX:
                return sent | {"value": bool(answer)}
            case tree.RADIO_GROUP:
                if required and answer is None:
                    raise NotOffered(f"{label!r} is required")
                return sent | {"value": answer}
            case _:
                values = list(answer) if isinstance(answer, Iterable) else []
                _within(one, values, label, required=required)
                return sent | {"values": values}


def _within(one: Json, values: list[object], label: str, *, required: bool) -> None:
    most_by_default = len(one["options"]) if one["type"] == tree.CHECKBOX_GROUP else 1
    least = one["min_values"] if one.get("min_values") is not None else 1
    most = one.get("max_values") or most_by_default
    if not values and not required:
        return
    if not least <= len(values) <= most:
        raise NotOffered(f"{label!r} takes {least} to {most}, not {len(values)}")


def _preset(one: Json) -> object:
    if one["type"] == tree.TEXT_INPUT:
        return one.get("value")
    if one["type"] == tree.CHECKBOX:
        return one.get("default")
    defaults = [each["value"] for each in one.get("options") or [] if each.get("default")]
    if one["type"] == tree.RADIO_GROUP:
        return defaults[0] if defaults else None
    return defaults


def _option(question: Question, value: object) -> str:
    for option in question.data["options"]:
        if value in (option["label"], option["value"]):
            return str(option["value"])
    raise NotOffered(f"{question.label!r} has no {value!r}; there is {', '.join(question.options)}")


def resolve(resolved: dict[str, dict[str, Json]], place: Channel, kind: int, thing: object) -> str:
    """Note a thing chosen in a user, role, mentionable or channel select, and return its id."""
    match kind, thing:
        case (tree.USER_SELECT | tree.MENTIONABLE_SELECT, User()):
            return resolve_user(resolved, place, thing)
        case (tree.ROLE_SELECT | tree.MENTIONABLE_SELECT, Role()):
            return resolve_role(resolved, thing)
        case tree.CHANNEL_SELECT, Channel():
            return resolve_channel(resolved, thing, place)
        case _:
            raise NotOffered(f"a select of type {kind} does not offer {thing!r}")
