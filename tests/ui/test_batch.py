from __future__ import annotations

import pytest

from corpus.errors import UsageError
from ui.batch import Asked, read_batch


def test_reads_in_order_and_skips_empty_lines(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '\ufeff{"id": "a", "question": "Who?\u2028And when?"}\n\n'
        '{"id": 2, "question": "誰？", "instruments": ["cap-486"], "more": 1}\r\n',
        "utf-8",
    )
    assert read_batch(file) == [
        Asked("a", "Who?\u2028And when?"),
        Asked(2, "誰？", ("cap-486",)),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: it has to be an object"),
        ('{"question": "q"}', "line 2: `id` has to be"),
        ('{"id": true, "question": "q"}', "line 2: `id` has to be"),
        ('{"id": "a"}', "line 2: `question` has to be"),
        ('{"id": "a", "question": "q", "instruments": "cap-486"}', "line 2: `instruments` has"),
        ('{"id": "a", "question": "q", "instruments": ["x"]}', "line 2: There is no instrument"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    file = tmp_path / "questions.jsonl"
    file.write_text(f'{{"id": 1, "question": "q"}}\n{line}\n', "utf-8")
    with pytest.raises(UsageError, match=message):
        read_batch(file)


def test_unreadable_files(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_batch(tmp_path / "absent")
    (tmp_path / "latin").write_bytes(b"\xe9\xff")
    with pytest.raises(UsageError, match="not in UTF-8"):
        read_batch(tmp_path / "latin")
