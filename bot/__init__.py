"""Cohort: a study-group bot with one core behind Slack, Discord and a local room."""

__version__ = "0.1.0"
