"""Every setting, from the environment or a ``.env`` file; nothing else is read from there.

Each is described here, in docs/operating.md, and nowhere a second time; a test compares.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import Misused

DATA = Path("data")


class RoomSwitch(StrEnum):
    """Whether the room is open."""

    AUTO = "auto"  #: open unless a platform's token is set
    ON = "on"  #: open
    OFF = "off"  #: closed


class Settings(BaseSettings):
    """What the operator decides. Names in capitals are the environment variables."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True
    )

    database_url: str = Field(
        default=f"sqlite:///{DATA}/cohort.db",
        validation_alias="DATABASE_URL",
        description="Where everything is kept: one SQLite file, or a Postgres address.",
    )
    host: str = Field(
        default="127.0.0.1",
        validation_alias="COHORT_HOST",
        description="The address the room listens on. Loopback unless you say otherwise.",
    )
    port: int = Field(
        default=8765,
        ge=0,
        le=65535,
        validation_alias="COHORT_PORT",
        description="The room's port; 0 picks a free one.",
    )
    content: Path | None = Field(
        default=None,
        validation_alias="COHORT_CONTENT",
        description="The folder that holds questions/ and schedules/.",
    )
    zone: str = Field(
        default="",
        validation_alias="COHORT_ZONE",
        description="The time zone of a new group, such as Europe/Berlin; else this machine's.",
    )
    room: RoomSwitch = Field(
        default=RoomSwitch.AUTO,
        validation_alias="COHORT_ROOM",
        description="on, off, or auto: open unless a platform's token is set.",
    )
    demo: bool = Field(
        default=True,
        validation_alias="COHORT_DEMO",
        description="Whether the room shows #demo, a group of simulated members.",
    )
    log: str = Field(
        default="warning",
        validation_alias="COHORT_LOG",
        description="How much is logged: debug, info, warning or error.",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="Slack's bot token (xoxb-…): with it Cohort is in that workspace.",
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="Slack's app token (xapp-…): Cohort connects by Socket Mode.",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Slack's signing secret: without an app token, Slack posts to /slack/events.",
    )
    slack_client_id: str = Field(
        default="",
        validation_alias="SLACK_CLIENT_ID",
        description="Slack's client id: with it many workspaces install Cohort by themselves.",
    )
    slack_client_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_CLIENT_SECRET",
        description="Slack's client secret, beside the client id.",
    )
    slack_optional_scopes: str = Field(
        default="",
        validation_alias="SLACK_OPTIONAL_SCOPES",
        description="Optional sets that /slack/install asks for: channels, history, usergroups.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        validation_alias="COHORT_SECRET_KEY",
        description="Encrypts kept tokens: keys separated by commas, the newest first.",
    )
    public_url: str = Field(
        default="",
        validation_alias="COHORT_PUBLIC_URL",
        description="The https address by which browsers and Slack reach Cohort.",
    )
    discord_token: SecretStr | None = Field(
        default=None,
        validation_alias="DISCORD_TOKEN",
        description="Discord's bot token: with it Cohort runs on Discord.",
    )
    slack_api_base_url: str = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_BASE_URL",
        description="Slack's API, for proxies and government clouds.",
    )
    discord_api_base_url: str = Field(
        default="https://discord.com/api/v10",
        validation_alias="DISCORD_API_BASE_URL",
        description="Discord's API, for proxies.",
    )
    discord_gateway_url: str = Field(
        default="",
        validation_alias="DISCORD_GATEWAY_URL",
        description="Discord's gateway; empty asks the API for it.",
    )

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that a token is set for."""
        slack = (
            self.slack_bot_token
            or self.slack_app_token
            or self.slack_signing_secret
            or self.slack_client_id
            or self.slack_client_secret
        )
        return tuple(
            name for name, token in (("Slack", slack), ("Discord", self.discord_token)) if token
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything set that nobody may ever read."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(each.get_secret_value() for each in values if isinstance(each, SecretStr))

    @property
    def room_open(self) -> bool:
        """Whether the room is to be opened."""
        return self.room is RoomSwitch.ON or (self.room is RoomSwitch.AUTO and not self.platforms)


def read_settings() -> Settings:
    """Read the settings. Raises ``Misused`` naming the variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        raise Misused(f"{name} cannot be used: {first['msg']}.") from wrong


def variables() -> dict[str, str]:
    """Give every environment variable with its description."""
    return {
        str(field.validation_alias): field.description or ""
        for field in Settings.model_fields.values()
    }
