"""The answer of a round, read as it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.errors import Unreachable
from authguard.prove.nixhash.frames import Frame, Frames

TOKEN = "authguard-0123456789abcdef"  # noqa: S105 - it is no secret
CONTENTS = st.one_of(st.binary(max_size=50), st.just(f"{TOKEN} end - 0\n".encode()))


def frame(kind: str, key: str, content: bytes) -> bytes:
    """A frame as round.sh writes it."""
    return f"{TOKEN} {kind} {key} {len(content)}\n".encode() + content


@given(
    st.lists(CONTENTS, max_size=5),
    st.binary(max_size=40),
    st.lists(st.integers(min_value=1, max_value=9), min_size=1),
)
def test_frames_come_out_however_they_arrive(contents: list[bytes], before: bytes, steps: list[int]) -> None:
    """Frames arrive in pieces of any size, after any output of a shell."""
    data = before + b"".join(frame("log", f"k{at}", content) for at, content in enumerate(contents))
    data += frame("end", "-", b"") + b"left over"
    frames = Frames(TOKEN)
    found: list[Frame] = []
    at = 0
    while at < len(data):
        step = steps[at % len(steps)]
        found.extend(frames.feed(data[at : at + step]))
        at += step
    assert [(one.kind, one.key, one.content) for one in found] == [
        *(("log", f"k{at}", content) for at, content in enumerate(contents)),
        ("end", "-", b""),
    ]
    assert frames.complete


@pytest.mark.parametrize(
    "data",
    [
        frame("log", "k", b"x") + b"noise between\n" + frame("end", "-", b""),
        f"{TOKEN} log k -1\n".encode(),
        f"{TOKEN} log k {1 << 40}\n".encode(),
        f"{TOKEN} log\n".encode(),
        f"{TOKEN} {'x' * 9999}".encode(),
    ],
)
def test_a_malformed_answer_is_a_broken_connection(data: bytes) -> None:
    """There is no result."""
    with pytest.raises(Unreachable, match="cannot be read"):
        list(Frames(TOKEN).feed(data))


def test_output_outside_of_frames_is_not_stored() -> None:
    """No amount of other output is stored."""
    frames = Frames(TOKEN)
    for _ in range(100):
        assert list(frames.feed(b"hello from a login shell\n" * 1000)) == []
    assert not frames.complete
    assert [one.kind for one in frames.feed(frame("end", "-", b""))] == ["end"]
