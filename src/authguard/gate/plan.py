"""A plan of a build: the gate, the commit, and the builder."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from authguard.builder.source import BuildSource
from authguard.builder.trust import SSH
from authguard.errors import Refused
from authguard.gate import memory, script
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.builder.job import Job, Output
    from authguard.builder.trust import Builder, Trust
    from authguard.config.model import Gate
    from authguard.git.git import Git
    from authguard.git.ranges import Range

_CONFIRMED = threading.Lock()  # all plans of a run read objects through one git


class Plan:
    """One build, with everything that affects its result.

    Attributes:
        gate: the table of the config that requests it.
        scope: the range that is pushed. The target of this range is built.
        oid: the commit (or tree) that is built.
        builder, options: the place of the build, and options for Nix. The user allowed the place and the options.
        source: the files to send.
        key: the key under which the memory has a pass of this build.
    """

    __slots__ = ("_ssh_command", "builder", "gate", "key", "oid", "options", "scope", "source")

    def __init__(
        self,
        git: Git,
        gate: Gate,
        scope: Range,
        trust: Trust,
        builder: str | None = None,
        options: Sequence[str] = (),
    ) -> None:
        """Make the plan. `builder` and the `options` for Nix come from the command line.

        Raises:
            Refused: the builder or an option is not allowed; the file is not in the commit.
        """
        self.gate = gate
        self.scope = scope
        self.oid = scope.target.label
        self.builder: Builder = trust.builder(gate, builder)
        own = trust.options(gate.nix_options, is_here=self.builder.kind != SSH)
        self.options = [*own, *options]
        try:
            self.source = BuildSource(git, scope.target, gate.file)
        except Refused as error:
            raise Refused(f"{gate.kind} {printable(gate.name)}: {error}") from error
        self.key = memory.key_of(self.source, gate.attribute, self.builder, self.options)
        self._ssh_command = trust.ssh_command

    @property
    def attribute(self) -> str:
        """The attribute for messages, or the file if there is no attribute."""
        return self.gate.attribute or self.gate.file

    def has(self, path: str) -> bool:
        """Tell whether a path is in the commit.

        Files that are not sent are in it too. Several threads may call this.
        """
        with _CONFIRMED:
            return self.scope.target.kind(path) is not None

    def job(self) -> Job:
        """The job to run. Raises Refused if a file or attribute has a bad name, or content is not in this clone."""
        from authguard.builder.job import Job

        text = script.text(
            self.source.file, self.gate.attribute, self.builder, self.options, self.gate.timeout
        )
        return Job(text, self.source.files())

    def run(
        self, job: Job, on_output: Output, timeout: float | None = None, stop: threading.Event | None = None
    ) -> int:
        """Run a job on the builder of this plan. For arguments and errors see builder.here.run and builder.ssh.run."""
        if self.builder.kind == SSH:
            from authguard.builder import ssh

            return ssh.run(
                self.builder.name, job, on_output, command=self._ssh_command, timeout=timeout, stop=stop
            )
        from authguard.builder import here

        return here.run(job, on_output, timeout=timeout, stop=stop)
