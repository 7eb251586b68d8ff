"""What somebody may call themselves: one line, nothing invisible, nobody else's name.

It knows characters. It knows no members and no screen.
"""

from __future__ import annotations

import unicodedata

from bot.core.errors import Misused

NAME_MOST = 40
#: Marks on one letter beyond which a name climbs out of its line.
MARKS_MOST = 2
#: Letters of other scripts, and digits, that look like a Latin one (after Unicode's TR 39).
_ALIKE = str.maketrans(
    "авеёзкмнорстухгѕіїјԁԛԝһӏьαβγεζηικνορτυχωϲϳ01|!і",
    "abee3kmhopctyxrsiijdqwhlbabyezniknoptuxwcjolllі",
)


def read_name(text: str) -> str:
    """Turn what was typed into a name: composed (NFKC) and on one line; maybe empty.

    Raises ``Misused`` for what is too long, for characters that show nothing or turn the
    text's direction, for piled-up marks, and for a name without a letter or a digit.
    """
    flat = " ".join(unicodedata.normalize("NFKC", text).split())
    if not flat:
        return ""
    if len(flat) > NAME_MOST:
        raise Misused(f"A name has at most {NAME_MOST} characters; this one has {len(flat)}.")
    marks = 0
    for character in flat:
        category = unicodedata.category(character)
        if category[0] == "C" or category in ("Zl", "Zp") or _is_blank(character):
            raise Misused("That name holds characters that nobody can see. Type it plainly.")
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MARKS_MOST:
            raise Misused("That name piles marks on one letter. Type it plainly.")
    if not any(character.isalnum() for character in flat):
        raise Misused("A name needs a letter or a digit, so that it can be read aloud.")
    return flat


def likeness(name: str) -> str:
    """Give what a name looks like: equal for names that could be taken for one another."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    bare = "".join(c for c in plain if c.isalnum() or c in "|!")
    return bare.translate(_ALIKE).replace("rn", "m").replace("i", "l")


def _is_blank(character: str) -> bool:
    # Letters by category that are drawn as nothing at all.
    return character in "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5" or (
        "\ufe00" <= character <= "\ufe0f"
    )
