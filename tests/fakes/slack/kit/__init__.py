"""Block Kit as Slack takes it: shapes and limits. Knows payloads alone, no world and no I/O.

Two layers. The table in this package always applies. Where COHORT_SHARED is set, every block and
view must also agree with the JSON Schema made from Slack's own types (`schema.py`).
"""

from tests.fakes.slack.kit.check import check_message, check_view

__all__ = ["check_message", "check_view"]
