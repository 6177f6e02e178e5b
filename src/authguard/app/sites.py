"""The expressions that build fixed outputs, from options of the command or from the gates of the config."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from authguard.app.proving import ProvingOptions
    from authguard.builder.job import Job, Output
    from authguard.builder.trust import Builder
    from authguard.config.model import Config
    from authguard.digest import Digest
    from authguard.git.git import Git
    from authguard.outputs.model import FixedOutput
    from authguard.prove.bynix import BuildSite
    from authguard.prove.nixhash.questions import Substitution

QUIET = 7200.0
"""If a builder sends nothing for this many seconds, `verify` and `fix` end the job: no fetch is silent for so long."""


class Sites:
    """Finds for each fixed output the expression that builds it, and the machine."""

    def __init__(self, git: Git, config: Config, options: ProvingOptions, prefix: str) -> None:
        """Take the options: -f FILE, -A ATTRIBUTE and --builder HOST override the config."""
        from authguard.app.selection import from_root
        from authguard.builder.trust import Trust

        self.git = git
        self.config = config
        self.file = from_root(options.file, prefix) if options.file is not None else None
        self.attribute = options.attribute
        self._trust = Trust(git)
        self._option = options.builder
        self._own_words = options.nix_words()
        self._made: dict[object, BuildSite] = {}
        if self.attribute is not None and self.file is None:
            raise Refused("-A names an attribute of a file: add -f FILE")

    def of(self, each: FixedOutput) -> BuildSite | str:
        """Return the place where a fixed output is built, or the reason why it cannot be."""
        from authguard.builder.trust import STORE

        if self.file is not None:
            own = self._trust.own_word(self._option)
            return self._site(self.file, self.attribute, own or self._trust.local(self.file), [])
        gate = next((one for one in self.config.gates if any(p.matches(each.path) for p in one.paths)), None)
        if gate is None:
            return "no gate of the config builds it; -f FILE -A ATTRIBUTE says where it is built"
        builder = self._trust.builder(gate, self._option)
        if builder.kind == STORE:
            return f"its gate builds in the store {builder.name}; --builder HOST asks a machine by ssh"
        return self._site(gate.file, gate.attribute, builder, gate.nix_options)

    def _site(
        self, file: str, attribute: str | None, builder: Builder, options: Sequence[str]
    ) -> BuildSite | str:
        from authguard.prove.bynix import BuildSite

        key = (file, attribute, builder.name, tuple(options))
        if key not in self._made:
            where = self._where(builder)
            if where is None:
                return "there is no Nix here, and no builder is named"
            words = [*self._trust.options(options, is_here=not builder.name), *self._own_words]
            self._made[key] = BuildSite(file, attribute, where, words, builder.name)
        return self._made[key]

    def _where(self, builder: Builder) -> Callable[[Job, Output], int] | None:
        """Return the runner of jobs on a builder; None if the builder is this machine and it has no Nix."""
        if builder.name:
            from authguard.builder import ssh

            return partial(ssh.run, builder.name, command=self._trust.ssh_command, quiet=QUIET)
        from shutil import which

        from authguard.builder import here

        return partial(here.run, quiet=QUIET) if which("nix-instantiate") is not None else None


class SiteWriter:
    """Makes the edits that replace the hash of a fixed output by a digest."""

    def __init__(self) -> None:
        """Begin with no parsed file."""
        from authguard.repair.literal import Rewriter

        self._rewriter = Rewriter()

    def __call__(self, each: FixedOutput, digest: Digest) -> list[Substitution]:
        """Return the one edit, or no edit if the hash is not a literal."""
        from authguard.prove.nixhash.questions import Substitution
        from authguard.repair.edits import NotEditable

        try:
            edit, _ = self._rewriter.edit(each, digest)
        except NotEditable:
            return []
        return [Substitution(edit.path, edit.start, edit.start + len(edit.old), edit.new)]
