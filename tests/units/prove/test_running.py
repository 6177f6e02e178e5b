"""The outputs that are being proved, as the progress shows them."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from authguard.prove.proving import OPEN, PROVING, STOPPING, Answer, Prover, RunningProofs
from tests.units.repair.repairing import digest, held, outputs

if TYPE_CHECKING:
    from collections.abc import Generator

    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Inquiry

FILE = '{{ f }}: [ (fetchurl {{ url = "https://example.org/{n}"; hash = "{h}"; }}) ]'


def test_the_progress_names_an_output_that_still_runs() -> None:
    """The output that began last is shown, then an output that still runs, and no name at the end."""
    first, second = (outputs(held({f"{n}.nix": FILE.format(n=n, h=digest(n).sri())}))[0] for n in (1, 2))
    shown: list[str] = []
    running = RunningProofs(shown.append)
    one, other = running.of(first), running.of(second)
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert shown == ["hash in 1.nix", "hash in 2.nix", "hash in 2.nix"]
    other.__exit__(None, None, None)
    assert shown[-1] == PROVING


def test_an_interrupt_waits_for_git_and_not_for_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    """A download ends with the process. Meanwhile the progress shows that the run ends, and no name."""
    first, second = (outputs(held({f"{n}.nix": FILE.format(n=n, h=digest(n).sri())}))[0] for n in (1, 2))
    begun, end = Event(), Event()
    shown: list[str] = []
    stopped: list[float] = []
    inquiry = SimpleNamespace(stop=stopped.append)
    prover = Prover(cast("Inquiry", inquiry), doing=shown.append)

    def downloads(each: FixedOutput) -> Answer:
        if each is second:
            begun.set()
            end.wait(600)
        return Answer(each, OPEN, "", "")

    monkeypatch.setattr(prover, "_native", downloads)
    monkeypatch.setattr(prover, "_before", lambda _: None)
    answers = cast("Generator[Answer, None, None]", prover.natively([first, second]))
    try:
        assert next(answers).each is first
        assert begun.wait(600)
        with pytest.raises(KeyboardInterrupt):
            answers.throw(KeyboardInterrupt())
        assert (len(stopped), shown[-1]) == (1, STOPPING)
    finally:
        end.set()
