"""What a deployment's scanner says of a file, and what becomes of it where it says nothing."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from tests.uploads.made import PDF
from uploads import actions, scanner

SCANS = "tests.uploads.test_scanner."
MOST = 2**20


def lets_in(body: bytes) -> bool:
    return body == PDF


def lets_nothing_in(_body: bytes) -> bool:
    return False


def says_nothing(_body: bytes) -> None:
    return None


def breaks(_body: bytes) -> bool:
    raise ConnectionError("no socket")


@pytest.fixture
def command(tmp_path, settings):
    """Makes a program of a line of shell the scanner; gives the file in which it says its path."""

    def make(line):
        program, told = tmp_path / "scan", tmp_path / "told"
        program.write_text(f'#!/bin/sh\necho "$1 $2" > {told}\n{line}\n')
        program.chmod(0o700)
        settings.UPLOAD_SCANNER = f"{program} --one"
        return told

    return make


def taken():
    return actions.taken("acta.pdf", PDF, most=MOST, field="evidence")


def refusal():
    with pytest.raises(ValidationError) as refused:
        taken()
    return refused.value.message_dict


def test_without_a_scanner_nothing_is_asked(settings):
    assert settings.UPLOAD_SCANNER == ""
    assert taken().name == "acta.pdf"


def test_function_lets_in(settings):
    settings.UPLOAD_SCANNER = f"{SCANS}lets_in"
    assert taken().body == PDF


def test_function_refuses(settings):
    settings.UPLOAD_SCANNER = f"{SCANS}lets_nothing_in"
    assert refusal() == {"evidence": [str(scanner.REFUSED)]}


@pytest.mark.parametrize(
    "name", [f"{SCANS}breaks", f"{SCANS}says_nothing", f"{SCANS}is_not_there", "no.such.module"]
)
def test_function_that_fails_lets_nothing_in(settings, caplog, name):
    settings.UPLOAD_SCANNER = name
    assert refusal() == {"evidence": [str(scanner.NOT_SCANNED)]}
    assert "the scanner of uploads failed" in caplog.text


def test_command_gets_a_copy_that_is_gone_afterwards(command):
    told = command('cmp -s "$2" "$2"')
    assert taken().body == PDF
    option, path = told.read_text().split()
    assert option == "--one"
    assert not Path(path).exists()


def test_command_reads_what_was_sent(command, tmp_path):
    copy = tmp_path / "copy"
    command(f'cp "$2" {copy}')
    taken()
    assert copy.read_bytes() == PDF


def test_command_that_ends_with_1_refuses(command):
    command("exit 1")
    assert refusal() == {"evidence": [str(scanner.REFUSED)]}


@pytest.mark.parametrize("line", ["exit 2", "kill -9 $$", "exec sleep 30"])
def test_command_that_fails_lets_nothing_in(command, monkeypatch, caplog, line):
    monkeypatch.setattr(scanner, "SECONDS", 1)
    command(line)
    assert refusal() == {"evidence": [str(scanner.NOT_SCANNED)]}
    assert "the scanner of uploads failed" in caplog.text


def test_command_that_is_not_there_lets_nothing_in(settings, caplog):
    settings.UPLOAD_SCANNER = f"/no/such/{os.getpid()}"
    assert refusal() == {"evidence": [str(scanner.NOT_SCANNED)]}


def test_file_of_a_wrong_kind_is_not_handed_to_the_scanner(settings):
    settings.UPLOAD_SCANNER = f"{SCANS}breaks"
    with pytest.raises(ValidationError) as refused:
        actions.taken("a.pdf", b"MZ", most=MOST, field="evidence")
    assert str(scanner.NOT_SCANNED) not in refused.value.messages
