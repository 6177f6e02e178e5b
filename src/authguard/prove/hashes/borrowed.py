"""A temporary repository with the objects of another repository, in which git may make an index and files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.prove.hashes import gitrun
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.hashes.objects import read_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Self

    from authguard.prove.hashes.nar import Data


_CONFIG = """\
[core]
\trepositoryformatversion = 1
\tbare = false
\tattributesFile = {nothing}
[extensions]
\tobjectFormat = {form}
"""


class Borrowed:
    """The repository, as a context manager. At the end, the repository and all new files are removed.

    Attributes:
        git_dir: the git directory of the repository.
        commit: the object for which it was made.
    """

    def __init__(self, git_dir: str, commit: str) -> None:
        """Store the git directory with the objects (absolute), and the commit."""
        import tempfile

        self._temporary = tempfile.TemporaryDirectory(prefix="authguard-")
        root = self._temporary.name
        self.git_dir = os.path.join(
            root, "empty", ".git"
        )  # for libgit2 its parent directory is the work tree
        self.commit = commit
        self._files = os.path.join(root, "files")
        os.makedirs(os.path.join(self.git_dir, "refs"))
        os.mkdir(self._files)
        os.symlink(os.path.join(git_dir, "objects"), os.path.join(self.git_dir, "objects"))
        form = "sha256" if len(commit) == 64 else "sha1"
        for name, text in (
            ("HEAD", "ref: refs/heads/none\n"),
            ("config", _CONFIG.format(nothing=os.devnull, form=form)),
        ):
            with open(os.path.join(self.git_dir, name), "w", encoding="ascii") as file:
                file.write(text)
        self._env = gitrun.environment(self.git_dir, GIT_WORK_TREE=self._files)

    def __enter__(self) -> Self:
        """Return the object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove everything."""
        self._temporary.cleanup()

    def run(self, *args: str, stdin: bytes = b"") -> bytes:
        """Run `git ARGS` in the empty work tree and return its output.

        Raises:
            Uncomputable: git refuses.
        """
        try:
            return gitrun.run(self._env, *args, stdin=stdin, directory=self._files)
        except gitrun.GitFailed as failure:
            raise Uncomputable(f"git refuses it ({failure})") from failure

    def read(self, oids: list[bytes], largest: int) -> list[Data | None]:
        """Return the contents of some objects; None for objects above `largest` bytes.

        Raises:
            Incomplete: an object is missing.
        """
        return read_all(self._env, oids, largest)

    def start(self, *args: str) -> gitrun.Running:
        """Start `git ARGS` in the empty work tree."""
        return gitrun.Running(self._env, *args, directory=self._files)

    def read_tree(self) -> None:
        """Make an index of the commit. After that, attributes are read from the index.

        Raises:
            Uncomputable: git refuses a name in the commit.
        """
        self.run("read-tree", self.commit)

    def attributes(self, paths: Iterable[bytes], names: Collection[bytes]) -> dict[bytes, dict[bytes, bytes]]:
        """Return the specified values of some attributes ("set", "unset" or a value), by path.

        Args:
            paths: the paths; directories and submodules end with a slash.
            names: the attributes.
        """
        requested = b"".join([path + b"\0" for path in paths])
        names_ = [name.decode() for name in names]
        words = self.run("check-attr", "--cached", "-z", "--stdin", *names_, stdin=requested).split(b"\0")
        found: dict[bytes, dict[bytes, bytes]] = {}
        for path, name, value in zip(words[0:-1:3], words[1::3], words[2::3], strict=True):
            if value != b"unspecified":
                found.setdefault(path, {})[name] = value
        return found

    def checked_out(self, paths: Iterable[bytes]) -> dict[bytes, str]:
        """Check out files of the index, each to a temporary file that git names. Returns the temporary files by path.

        Raises:
            Uncomputable: git refuses a file.
        """
        requested = b"".join([path + b"\0" for path in paths])
        output = self.run("checkout-index", "--temp", "-z", "--stdin", stdin=requested)
        found = {}
        for line in output.split(b"\0")[:-1]:
            name, _, path = line.partition(b"\t")
            found[path] = os.path.join(self._files, os.fsdecode(name))
        return found

    def keep(self, number: int) -> str:
        """Return a path for another file."""
        return os.path.join(self._files, f"kept-{number}")
