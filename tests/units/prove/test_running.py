"""The outputs that are being proved, as the progress shows them."""

from __future__ import annotations

from authguard.prove.proving import PROVING, RunningProofs
from tests.units.repair.repairing import digest, held, outputs

FILE = '{{ f }}: [ (fetchurl {{ url = "https://example.org/{n}"; hash = "{h}"; }}) ]'


def test_the_name_of_an_output_that_still_runs() -> None:
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
