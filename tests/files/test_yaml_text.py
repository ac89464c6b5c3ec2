"""The strict YAML reader: plain data with places, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from difftool.errors import ConfigError
from difftool.files.yaml_text import DEEPEST, LARGEST, plain, read_yaml, read_yaml_file

REFUSED = {
    b"a: !!python/object/apply:os.system [id]\n": "x:1:4: !!python/object/apply:os.system is a tag to YAML, "
    "and tags are not read; text needs quotes",
    b"a: !!str x\n": "x:1:4: !!str is a tag to YAML, and tags are not read; text needs quotes",
    b"a: &b [1]\nc: *b\n": "x:1:4: anchors and aliases are not read: write the value out, or use extends",
    b"c: *b\n": "x:1:4: anchors and aliases are not read: write the value out, or use extends",
    b"a: 1\n---\nb: 2\n": "x:2:1: a second document; one is expected",
    b"a: {b: 1,\n    b: 2}\n": 'x:2:5: key "b" is there twice, first on line 1',
    b"[a]: 1\n": "x:1:1: a key is expected to be text",
    b"a: 1\nb: \xff\n": "x:2: not UTF-8",
    b"a: 1\nb: x\0\n": "x:2:5: control character U+0000",
    b"\x1b[31m: 1\n": "x:1:1: control character U+001B",
    b"a: [1\nb: 2\n": "x:2:2: not YAML: did not find expected ',' or ']'",
    b"a: 'x\n": "x:2:1: not YAML: found unexpected end of stream",
    b"a\nb: c\n": "x:2:2: not YAML: mapping values are not allowed in this context",
    b"[" * 500: f"x:1:{DEEPEST + 1}: nested more than {DEEPEST} deep",
    b"#" * (LARGEST + 1): "x: 1,048,577 bytes are more than the 1,048,576 that are read",
}


@pytest.mark.parametrize(("data", "message"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_is_no_plain_data_is_refused(data: bytes, message: str) -> None:
    """Tags, aliases, doubled keys, broken text and bombs are refused with their place, before anything is built."""
    with pytest.raises(ConfigError) as caught:
        read_yaml(data, "x")
    assert str(caught.value) == message


def test_words_mean_what_they_mean_to_an_editor() -> None:
    """Plain words are read as YAML 1.2 has them: `no`, dates and sexagesimals are text, quoted numbers too."""
    text = "[no, yes, 2026-11-21, 1:30, '1', 1, -2, 1.5, 1e3, true, null, ~, '', 0x1F]"
    assert plain(read_yaml(text.encode(), "x")) == [
        *("no", "yes", "2026-11-21", "1:30", "1"),
        *(1, -2, 1.5, 1000.0, True, None, None, "", "0x1F"),
    ]


def test_an_empty_document_is_nothing() -> None:
    """A file without a value is read as nothing, not refused: what asks for it says what it expects."""
    assert plain(read_yaml(b"# only this\n", "x")) is None
    assert plain(read_yaml("\ufeffa: ü\n".encode(), "x")) == {"a": "ü"}


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    """What is there and is no readable file is refused in a line, not with a crash."""
    with pytest.raises(ConfigError, match=r"^profiles/x\.yaml: is a folder, not a file$"):
        read_yaml_file(tmp_path, "profiles/x.yaml")
