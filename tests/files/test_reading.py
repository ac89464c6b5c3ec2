"""Whatever somebody puts in a file's place is told as what it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from difftool.errors import ConfigError
from difftool.files.reading import bytes_of, text_of


def refused(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        text_of(path, "x", 10)
    return str(caught.value)


def test_what_is_no_file(tmp_path: Path) -> None:
    """Folders, pipes, devices, links to nothing: each in a line, and none is waited for."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refused(tmp_path) == "x: is a folder, not a file"
    assert refused(tmp_path / "pipe") == "x: is a pipe, not a file"
    assert refused(Path("/dev/zero")) == "x: is a device, not a file"
    assert refused(tmp_path / "link") == "x: a link to what is not there"
    assert refused(tmp_path / "loop") == "x: cannot be read: Too many levels of symbolic links"
    assert refused(tmp_path / "gone") == "x: no such file"
    assert refused(tmp_path / ("y" * 5000)) == "x: cannot be read: File name too long"
    assert refused(tmp_path / "a\0b") == "x: no path holds a NUL character"


def test_what_is_no_text(tmp_path: Path) -> None:
    """Too much of it, or another encoding, is refused; a byte order mark is no part of the text."""
    (tmp_path / "long").write_bytes(b"1234567890x")
    assert refused(tmp_path / "long") == "x: is larger than the 10 bytes that are read"
    (tmp_path / "binary").write_bytes(b"a\nb\xff")
    assert refused(tmp_path / "binary") == "x:2: not UTF-8"
    (tmp_path / "marked").write_bytes(b"\xef\xbb\xbfa")
    assert text_of(tmp_path / "marked", "x", 10) == "a"
    assert len(bytes_of(tmp_path / "marked", "x", 10)) == 4
