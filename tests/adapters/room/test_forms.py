"""The room's forms as a browser without scripts sends them."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cards.actions.flags import Flag
from bot.cards.actions.question import SaveNote, Show
from bot.cards.actions.values import Asked, Target
from bot.cards.wire import encode
from tests.running import visiting

ROUND = Target(Asked.ROUND, 1)


def test_a_text_in_a_form_is_no_command(tmp_path: Path) -> None:
    with visiting(tmp_path) as (_, visitor):
        kept = visitor.said(action=encode(SaveNote(ROUND)), text="pause it <b>now</b>")
        assert "pause it &lt;b&gt;now&lt;/b&gt;" in kept
        assert "What you can ask" in visitor.said(text="help")


def test_a_flag_goes_in_and_nothing_of_it_is_markup(tmp_path: Path) -> None:
    with visiting(tmp_path) as (_, visitor):
        assert "Flag" in visitor.said(action=encode(Show(ROUND)))
        form = visitor.said(action=encode(Flag(ROUND)))
        (submit,) = re.findall(r'value="(1:send-flag:[^"]+)"', form)
        words = "`x` https://evil.example/x <script>alert(1)</script>"
        assert "Your lead has a look" in visitor.said(action=submit, reason="other", words=words)
        desk = visitor.said(text="flags")
        assert '<blockquote dir="auto"><p>`x` https://evil.example/x &lt;script&gt;' in desk
        assert "evil.example/x</a>" not in desk
        assert "<script>" not in desk
