"""The user's permissions: the places of builds, the ssh, the options for Nix. A repository cannot give permissions.

The permissions are in the user's git configuration and environment (docs/threat-model.md). Any other request of a
repository is refused. The message has the command that allows the request, if there is such a command.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.builder import nix
from authguard.builder.destination import demand_destination, demand_store
from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from authguard.config.model import Gate
    from authguard.git.git import Git

HERE, SSH, STORE = "here", "ssh", "store"
LOCAL = "local"
"""The word by which the user allows builds on this machine, in authguard.builders and for --builder."""


@dataclass(slots=True, eq=False)
class Builder:
    """The place of a build: `kind` is HERE, SSH or STORE, `name` the destination or the store's url ("" here)."""

    kind: str
    name: str = ""

    def words(self) -> str:
        """The place for a message: "here", "on ringtail", "in ssh-ng://ringtail"."""
        return {HERE: "here", SSH: f"on {self.name}"}.get(self.kind, f"in {self.name}")


class Trust:
    """The permissions in the user's git configuration and environment.

    Attributes:
        builders: the destinations and stores that a repository may name.
        nix_options: the user's own options for Nix, each a list of words.
    """

    __slots__ = ("_command", "_environ", "builders", "nix_options")

    def __init__(self, git: Git, environ: Mapping[str, str] | None = None) -> None:
        """Read the configuration with one git. Raises Refused if git fails, or if an option is not complete."""
        self._environ = os.environ if environ is None else environ
        self._command = ""
        self.builders: list[str] = []
        self.nix_options: list[list[str]] = []
        output = git.run("config", "--null", "--get-regexp", r"^authguard\.", ok=(0, 1))
        for setting in os.fsdecode(output).split("\0")[:-1]:
            key, _, value = setting.partition("\n")
            if key == "authguard.builders":
                self.builders.append(value)
            elif key == "authguard.sshcommand":
                self._command = value
            elif key == "authguard.nixoptions":
                self.nix_options.append(_words(value))

    @property
    def ssh_command(self) -> str:
        """The ssh command, for /bin/sh: AUTHGUARD_SSH_COMMAND, or git config authguard.sshCommand, or `ssh`."""
        return self._environ.get("AUTHGUARD_SSH_COMMAND") or self._command or "ssh"

    def own_word(self, option: str | None) -> Builder | None:
        """The builder that the user names by `--builder` (its value is `option`) or AUTHGUARD_BUILDER; None: neither.

        Raises:
            Refused: the text is not a destination.
        """
        named, where = (
            (option, "--builder") if option is not None else (self._environ.get("AUTHGUARD_BUILDER"), "")
        )
        if option is None and not named:
            return None
        if named == LOCAL:
            return Builder(HERE)
        return Builder(SSH, demand_destination(named or "", where or "AUTHGUARD_BUILDER"))

    def local(self, purpose: str) -> Builder:
        """This machine, for a build of the repository.

        Raises:
            Refused: the user has not allowed builds here; ``purpose`` names the build.
        """
        if LOCAL not in self.builders:
            raise Refused(
                f"{purpose} would run Nix on this machine, on code of this repository, which you have not allowed; "
                f"if you trust it: {leave_command(LOCAL)}"
            )
        return Builder(HERE)

    def builder(self, gate: Gate, option: str | None = None) -> Builder:
        """Return the place of a gate's builds: the user's choice, or the repository's choice if the user allows it.

        Raises:
            Refused: the choice is not a destination, or is not allowed yet.
        """
        own = self.own_word(option)
        if own is not None:
            return own
        what = f"of {gate.words}"
        if gate.store is not None:
            self._demand_leave(demand_store(gate.store, f"the store {what}"), "store", gate)
            return Builder(STORE, gate.store)
        if gate.builder is None or gate.builder == LOCAL:
            return self.local(what.removeprefix("of "))
        self._demand_leave(demand_destination(gate.builder, f"the builder {what}"), "builder", gate)
        return Builder(SSH, gate.builder)

    def _demand_leave(self, name: str, kind: str, gate: Gate) -> None:
        if name not in self.builders:
            raise Refused(
                f"{gate.words} asks for the {kind} {name}, which you have not allowed; "
                f"if you trust it with the builds of this repository: {leave_command(name)}"
            )

    def options(self, requested: Sequence[str], *, is_here: bool) -> list[str]:
        """The options for Nix: the allowed options of the repository, then the user's own.

        If Nix evaluates on this machine (``is_here``), a repository cannot lift the restrictions of `nix.RESTRICTED`. A
        repository may also request options that the user has in authguard.nixOptions, word for word.

        Raises:
            Refused: an option of the repository is neither allowed nor in authguard.nixOptions.
        """
        rest: list[str] = []
        waiting = list(requested)
        while waiting:
            own = next((each for each in self.nix_options if each and waiting[: len(each)] == each), None)
            if own is None:
                rest.append(waiting.pop(0))
            else:
                del waiting[: len(own)]
        words = nix.allowed(rest)
        if is_here:
            words = [*nix.RESTRICTED, *nix.restricted(words)]
        return [*words, *(word for each in self.nix_options for word in each)]


def leave_command(name: str) -> str:
    """The one command that allows a builder or a store in this repository."""
    import shlex

    return f"git config --add authguard.builders {shlex.quote(name)}"


def unallowed(gates: Sequence[Gate], trust: Trust) -> list[str]:
    """Return the builders and stores in gates that the user has not allowed: each once, and only valid names."""
    found = []
    for gate in gates:
        try:
            name = (
                demand_store(gate.store, "")
                if gate.store is not None
                else demand_destination(gate.builder or LOCAL, "")
            )
        except Refused:
            continue
        if name not in trust.builders and name not in found:
            found.append(name)
    return found


def _words(value: str) -> list[str]:
    import shlex

    try:
        return shlex.split(value)
    except ValueError as error:
        raise Refused(f"git config authguard.nixOptions {value!r}: {str(error).lower()}") from None
