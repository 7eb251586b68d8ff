"""What Slack takes: numbers of its reference, and the complaint where a card is beyond them.

Numbers only; which texts may be shortened and which may not is decided where they are written.
"""

from __future__ import annotations

from bot.core.errors import Fault
from bot.core.limits import SLACK_CHOICE, SLACK_SECTION

SECTION = SLACK_SECTION
OPTION = SLACK_CHOICE
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
#: Slack refuses a message whose blocks together are too long, at an unpublished size that has
#: been met from about 13,100 characters on. Counted here as compact JSON, which is more.
MESSAGE_JSON = 13_000
#: The top-level text is cut at 4,000 by the servers' advice.
TEXT = 3_999
HEADER = 150
BUTTON, BUTTON_NAME = 75, 75
#: Rows longer than this fold away behind a button on a phone.
BUTTONS_ON_A_ROW = 5
FIELD, FIELDS = 2_000, 10
LABEL, HINT = 2_000, 2_000
TICKS, MENU = 10, 100
TYPED = 3_000
ALT = 2_000
TITLE = 24
METADATA = 3_000


class DoesNotFit(Fault):
    """A card holds more than Slack shows in one piece; its text says what and by how much."""
