"""A trace of decisions: why a hash was flagged or not, step by step.

`git authguard explain PATH#ATTRIBUTE` prints the steps of one fixed output. AUTHGUARD_TRACE=1 logs all steps of a run.
"""

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

VARIABLE = "AUTHGUARD_TRACE"


class Step(NamedTuple):
    """One step: the question ("compare", "history", "lock", a rule's code…), and the answer."""

    question: str
    answer: str


class Trace:
    """The steps of each fixed output, by the place of its hash and its identity."""

    def __init__(self, logged: bool = False) -> None:
        """Begin without a step. With ``logged``, each step is also logged."""
        self.logged = logged
        self.steps: dict[object, list[Step]] = {}

    def note(self, output: "FixedOutput", question: str, answer: str) -> None:
        """Add a step of a fixed output, and log it on request."""
        self.steps.setdefault(_key(output), []).append(Step(question, answer))
        if self.logged:
            import logging

            log = logging.getLogger("authguard")
            log.debug("%s#%s: %s: %s", output.path, output.attribute, question, answer)

    def of(self, output: "FixedOutput") -> list[Step]:
        """Return the steps of a fixed output."""
        return self.steps.get(_key(output), [])


def _key(output: "FixedOutput") -> object:
    return output.origin.key, output.label, output.identity


def from_environment() -> Trace | None:
    """Return a trace that logs to stderr if AUTHGUARD_TRACE is set to anything but 0, otherwise None."""
    if os.environ.get(VARIABLE, "0") in ("", "0"):
        return None
    import logging

    logging.basicConfig(level=logging.DEBUG, format="authguard: %(message)s")
    return Trace(logged=True)
