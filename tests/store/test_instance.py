"""One running bot per database."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from bot.store.engine import read_url
from bot.store.instance import AlreadyRunning, is_running, only_instance

HOLDER = """
import sys
from bot.store.engine import read_url
from bot.store.instance import only_instance
with only_instance(read_url(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_holder_is_refused_in_words(database_url: str) -> None:
    url = read_url(database_url)
    refused = pytest.raises(AlreadyRunning, match="Stop that one first")
    with only_instance(url), refused, only_instance(url):
        pytest.fail("two hold one database")


def test_who_looks_is_told_whether_somebody_holds_it(database_url: str) -> None:
    url = read_url(database_url)
    before = is_running(url)
    with only_instance(url):
        during = is_running(url)
    assert (before, during, is_running(url)) == (False, True, False)


def test_the_database_is_free_again_after_an_error(database_url: str) -> None:
    url = read_url(database_url)
    with pytest.raises(LookupError), only_instance(url):
        raise LookupError
    with only_instance(url):
        assert is_running(url)


def test_the_refusal_keeps_the_password_to_itself(postgres: object) -> None:
    url = read_url(str(postgres)).set(password="secret")
    with only_instance(url), pytest.raises(AlreadyRunning) as told, only_instance(url):
        pytest.fail("two hold one database")
    assert "secret" not in str(told.value)


def test_another_program_is_refused_until_the_first_is_killed(database_url: str) -> None:
    url = read_url(database_url)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, database_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_running(url)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    # Postgres notices a lost client on its own, which may take a moment.
    for _ in range(200):
        if not is_running(url):
            break
    assert not is_running(url)
