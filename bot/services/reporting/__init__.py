"""What a lead and a member are handed: their reports, and the answers behind them.

How a file looks is not decided here; who may be shown is.
"""

from bot.services.reporting.group import NO_TEAMS, group_answers, group_report
from bot.services.reporting.member import member_answers, member_report

__all__ = ["NO_TEAMS", "group_answers", "group_report", "member_answers", "member_report"]
