"""Where content is found: the folder named, else the working folder's, else the packaged one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from bot.core.errors import NotFound


def find_content(named: Path | None, here: Path) -> tuple[Path, Path]:
    """Give the folders of questions and schedules. ``here`` is the working folder.

    Raises ``NotFound`` where the named folder holds none, or there is none at all.
    """
    if named is not None:
        if not (named / "questions").is_dir():
            raise NotFound(f"COHORT_CONTENT names {named}, which holds no folder `questions`.")
        return named / "questions", named / "schedules"
    if (here / "questions").is_dir():
        return here / "questions", here / "schedules"
    packaged = Path(str(files("bot"))) / "_content"
    if (packaged / "questions").is_dir():
        return packaged / "questions", packaged / "schedules"
    raise NotFound(
        "There is no folder `questions` here. Start in the project's folder, or set "
        "COHORT_CONTENT to the folder that holds questions/ and schedules/."
    )
