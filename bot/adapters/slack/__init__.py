"""Slack: cards become Block Kit here, and what people press or type becomes actions."""
