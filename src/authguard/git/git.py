"""The only module that runs git: plumbing commands, in the user's own directory and with the user's own index.

During `git commit -a`, `-i` and `git commit PATH`, GIT_INDEX_FILE has the path of the commit's index, often relative
to the current directory. So this process never changes that variable or its own directory. A Git with another index
passes its path only to the processes that it starts.
"""

from __future__ import annotations

import os
from errno import ENOTDIR
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.system import pipe, scratch

if TYPE_CHECKING:
    from collections.abc import Generator

    from authguard.git.objects import Objects

# The empty trees (SHA-1 and SHA-256); git knows both even if they are not stored.
EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
OID_LENGTHS = {"sha1": 40, "sha256": 64}

# Nothing is fetched (the protocol list holds for versions of git before 2.45, which do not know
# GIT_NO_LAZY_FETCH), no lock is taken, no question is asked, no object is replaced, and messages are in English.
_OURS = {
    b"GIT_NO_LAZY_FETCH": b"1",
    b"GIT_ALLOW_PROTOCOL": b"none",
    b"GIT_OPTIONAL_LOCKS": b"0",
    b"GIT_TERMINAL_PROMPT": b"0",
    b"GIT_NO_REPLACE_OBJECTS": b"1",
    b"GIT_GRAFT_FILE": b"/dev/null/none",  # a path that cannot exist, since git would warn about an empty file
    b"LC_ALL": b"C",
}
_NOT_OURS = (b"GIT_EXTERNAL_DIFF", b"GIT_DIFF_OPTS", b"GIT_REPLACE_REF_BASE", b"GIT_PAGER")
_EXPLICIT = ("--no-pager", "-c", "safe.bareRepository=explicit")
CLOSED = (
    *(
        *_EXPLICIT,
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "log.showSignature=false",
    ),
    *("-c", "diff.ignoreSubmodules=none", "-c", "diff.submodule=short", "-c", "submodule.recurse=false"),
    *("-c", "maintenance.auto=false", "-c", "gc.auto=0", "-c", "log.mailmap=false"),
    *("-c", "diff.orderFile=/dev/null", "-c", "i18n.logOutputEncoding=UTF-8"),
)
"""The options of each git command that only reads. With them, the configuration of a repository cannot run a program.

Options of the single commands switch off external diff programs and text conversions.
"""
_READS_SETTINGS = ("config", "rev-parse")
"""Commands that never run a program, and that must see the user's settings unchanged."""
_ANY_BARE = ("-c", "safe.bareRepository=all")
_IMPLICIT = "cannot use bare repository '"
_EMBEDDED = "is a bare repository inside a work tree, so its configuration is not trusted"
NO_REPOSITORY = "not a git repository"
"""The start of git's message, and of ours, about a directory without a repository."""
_MARK = "--authguard-mark"  # rev-parse prints this between the paths, which may contain newlines
_QUESTIONS = (
    *("--is-bare-repository", "--is-shallow-repository", "--show-object-format", "--is-inside-work-tree"),
    *("--path-format=absolute", "--show-cdup", _MARK, "--git-dir", _MARK, "--git-common-dir", _MARK),
    *("--show-prefix", _MARK, "--revs-only", "HEAD", "HEAD^{tree}", "HEAD^@"),
)
# Python ignores SIGPIPE (13 on every POSIX system), and a child would inherit that. Then git could run longer than its
# reader.
_DEFAULT_SIGNALS = (13,)


# One form for all diffs: raw, by bytes, and without the settings for diffs in the user's configuration.
RAW = (
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-relative",
    "--ignore-submodules=none",
)
_SETTINGS = ("config", "--null", "--get-regexp", r"^authguard\.")
STAGED = ("diff-index", "--cached", "--ita-invisible-in-index", *RAW)


class Facts:
    """The facts about the repository from one `git rev-parse`.

    Attributes:
        toplevel: the root of the work tree, absolute; None in a bare repository or inside .git.
        git_dir: the git directory of this work tree, absolute.
        common_dir: shared by all linked work trees, absolute.
        prefix: the current directory relative to toplevel, "" or ending in "/".
        is_bare, is_shallow: the answers of git.
        object_format: "sha1" or "sha256".
        head: oid of the commit HEAD; None if HEAD is unborn.
        head_tree: oid of its tree; None if HEAD is unborn.
        parents: oids of HEAD's parents that this clone has.
    """

    __slots__ = (
        *("common_dir", "git_dir", "head", "head_tree", "is_bare", "is_shallow", "object_format", "parents"),
        *("prefix", "toplevel"),
    )

    def __init__(self, output: bytes, directory: str) -> None:
        """Take the output of rev-parse for _QUESTIONS, asked in `directory` (absolute).

        Raises:
            Refused: HEAD names a commit that this clone does not have.
        """
        bare, shallow, object_format, inside, rest = output.split(b"\n", 4)
        *paths, revs = rest.split(f"{_MARK}\n".encode())
        cdup, git_dir, common_dir, prefix = (path[:-1] for path in paths)  # cdup may lack even its newline
        self.is_bare = bare == b"true"
        self.is_shallow = shallow == b"true"
        self.object_format = object_format.decode()
        up = os.path.join(directory, os.fsdecode(cdup))
        self.toplevel = os.path.normpath(up) if inside == b"true" else None
        self.git_dir = os.fsdecode(git_dir)
        self.common_dir = os.fsdecode(common_dir)
        self.prefix = os.fsdecode(prefix)
        oids = revs.decode().split()
        if len(oids) == 1:
            raise Refused(f"the repository is damaged: HEAD is {oids[0]}, which is missing")
        self.head = oids[0] if oids else None
        self.head_tree = oids[1] if oids else None
        self.parents = oids[2:]

    @property
    def empty_tree(self) -> str:
        """The oid of the tree without entries."""
        return EMPTY_TREES[self.object_format]

    def is_oid(self, text: str) -> bool:
        """Whether text is a full object id of this repository, in hex."""
        return len(text) == OID_LENGTHS[self.object_format] and set(text) <= set("0123456789abcdef")


class Process:
    """A running git.

    The stdin of git is a file or nothing, and its stderr is a file, so that only stdout can fill up.
    """

    __slots__ = ("_args", "_directory", "_stderr", "pid", "stdout")

    def __init__(
        self,
        args: tuple[str, ...],
        directory: str | None,
        stdin: int | None,
        index: str | None = None,
        options: tuple[str, ...] = CLOSED,
    ) -> None:
        """Start `git ARGS`.

        Args:
            args: the subcommand and its arguments.
            directory: where git runs; None for the current directory.
            stdin: a file descriptor, which the caller still owns, or None.
            index: the file of the index to use.
            options: the options of git itself, before the subcommand.

        Raises:
            Refused: git cannot be started.
        """
        self._args = args
        self._directory = directory
        self._stderr = scratch()
        reader, writer = pipe()
        actions: list[tuple[int, int, int] | tuple[int, int, str, int, int]] = [
            (os.POSIX_SPAWN_DUP2, writer, 1),
            (os.POSIX_SPAWN_DUP2, self._stderr, 2),
        ]
        if stdin is None:
            actions.insert(0, (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0))
        else:
            actions.insert(0, (os.POSIX_SPAWN_DUP2, stdin, 0))
        argv = ["git", *options, *(("-C", directory) if directory is not None else ()), *args]
        try:
            variables = {**environment(), **_named(index)}
            self.pid = os.posix_spawnp(
                "git", argv, variables, file_actions=actions, setsigdef=_DEFAULT_SIGNALS
            )
        except OSError as error:
            os.close(reader)
            os.close(self._stderr)
            raise not_started(error) from error
        finally:
            os.close(writer)
        self.stdout = reader

    def finish(self, ok: tuple[int, ...] = (0,)) -> bytes:
        """Read the full output of git and wait for its end.

        Returns:
            The complete standard output of git.

        Raises:
            Refused: git ended with a code that is not in `ok`. The text is git's own first line.
        """
        chunks = []
        try:
            while chunk := os.read(self.stdout, 1 << 18):
                chunks.append(chunk)
        finally:
            code = self.end()
        if code not in ok:
            message = self.complaint()
            os.close(self._stderr)
            raise Refused(self._explain(message, code))
        os.close(self._stderr)
        return b"".join(chunks)

    def fields(self) -> Generator[bytes, None, None]:
        """Yield the NUL-separated fields of the output while git runs, then wait for its end.

        Raises:
            Refused: git failed.
        """
        rest, ended = b"", False
        try:
            while chunk := os.read(self.stdout, 1 << 18):
                *complete, rest = (rest + chunk).split(b"\0")
                yield from complete
            ended = True
        finally:
            code = self.end()
            message = self.complaint()
            os.close(self._stderr)
        if ended and code:
            raise Refused(self._explain(message, code))

    def end(self) -> int:
        """Close the pipe from git and wait for its end. Returns the exit code, negative for a signal."""
        os.close(self.stdout)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def discard(self) -> None:
        """Stop a git process without reading its answer. The process gets a SIGPIPE at its next write."""
        self.end()
        os.close(self._stderr)

    def leave(self) -> None:
        """Do not wait for a git that will end by itself, since its input ended."""
        os.close(self.stdout)
        os.waitpid(self.pid, os.WNOHANG)
        os.close(self._stderr)

    def fail(self) -> Refused:
        """Stop a git that no longer answers. Returns the error to raise."""
        code = self.end()
        message = self.complaint()
        os.close(self._stderr)
        return Refused(self._explain(message, code))

    def complaint(self) -> str:
        """The text on stderr so far, 64 KiB at most."""
        return os.fsdecode(os.pread(self._stderr, 1 << 16, 0))

    def _explain(self, message: str, code: int) -> str:
        name = self._args[0]
        lines = [line.strip() for line in message.split("\n") if line.strip()]
        errors = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines
        if not errors:
            return f"git {name} " + (
                f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"
            )
        first = errors[0].partition(": ")[2] if errors[0].startswith(("fatal: ", "error: ")) else errors[0]
        if "dubious ownership" in first:
            where = first.rpartition(" at ")[2]
            return (
                f"git does not trust {where}, which belongs to another user;"
                f" if you trust it: git config --global --add safe.directory {where}"
            )
        if first.startswith(_IMPLICIT):
            where = first.removeprefix(_IMPLICIT).partition("'")[0]
            return f"{where} {_EMBEDDED}; to use it all the same, give git --git-dir={where}"
        if first.startswith(NO_REPOSITORY):
            return f"{NO_REPOSITORY}: {self._directory or _here()}"
        from authguard.printable import printable

        return f"git {name}: {printable(first)}"


class Git:
    """Git in one directory. The facts about the repository are read once."""

    __slots__ = (
        *("_are_filters_off", "_facts", "_objects", "_options", "_settings", "_staged", "_started"),
        *("directory", "index", "lacks_objects"),
    )

    def __init__(self, directory: str | None = None, index: str | None = None) -> None:
        """Store the directory to run in (`git -C`); None: the current directory.

        ``index`` is the file of an index (absolute) that is used in place of the user's own. ``lacks_objects`` becomes
        true if an object that was needed is not in this clone.
        """
        self.lacks_objects = False
        self.directory = directory
        self.index = index
        self._facts: Facts | None = None
        self._objects: Objects | None = None
        self._started: Process | None = None
        self._staged: Process | None = None
        self._settings: list[tuple[str, str]] | None = None
        self._options: tuple[str, ...] | None = None
        self._are_filters_off = False

    def begin(self, staged: bool) -> None:
        """Start to read the facts, and with ``staged`` also the difference between HEAD and the index.

        Raises:
            Refused: git cannot be started.
        """
        if staged:
            self._staged = self.start(*STAGED, "HEAD")
        self._started = self.start("rev-parse", *_QUESTIONS)

    def settings(self) -> list[tuple[str, str]]:
        """Return the git config of authguard in its order: names in lower case (`authguard.network`) and values.

        It is read once.

        Raises:
            Refused: git cannot be started, or the config cannot be read.
        """
        if self._settings is None:
            lines = os.fsdecode(self.start(*_SETTINGS).finish((0, 1))).split("\0")[:-1]
            self._settings = [(name, value) for name, _, value in (line.partition("\n") for line in lines)]
        return self._settings

    def staged(self) -> Process:
        """Return the running git that compares the index with HEAD.

        Raises:
            Refused: git cannot be started.
        """
        running, self._staged = self._staged, None
        return running or self.start(*STAGED, "HEAD")

    def start(self, *args: str, stdin: int | None = None) -> Process:
        """Start `git ARGS` and return at once; stdin is a file descriptor or None.

        Raises:
            Refused: git cannot be started.
        """
        if self._options is None:
            here = os.path.abspath(self.directory or _here())
            self._options = () if _is_in_work_tree(here) else _ANY_BARE
        options = _EXPLICIT if args[0] in _READS_SETTINGS else CLOSED
        return Process(args, self.directory, stdin, self.index, (*options, *self._options))

    def disable_filters(self) -> None:
        """Let later commands not run the programs that convert files of the work tree (git-lfs, git-crypt).

        Raises:
            Refused: a filter has a name that no option of git can have.
        """
        if self._are_filters_off:
            return
        output = os.fsdecode(
            self.run("config", "--null", "--name-only", "--get-regexp", r"^filter\.", ok=(0, 1))
        )
        names = dict.fromkeys(name.rpartition(".")[0] for name in output.split("\0")[:-1])
        if any("=" in name for name in names):
            raise Refused("a filter of git has a name with =, so it cannot be switched off")
        off = [f"{name}.{key}" for name in names for key in ("clean=", "process=", "required=false")]
        self._options = (*(self._options or ()), *(word for one in off for word in ("-c", one)))
        self._are_filters_off = True

    def perform(self, *args: str, stdin: int) -> int:
        """Run `git ARGS` as the user would: in their environment, with their hooks. Returns the exit code.

        stdin is a file descriptor. The output of git and its hooks goes to stderr. git and the hooks get an interrupt
        too, so KeyboardInterrupt is raised only after they ended.

        Raises:
            Refused: git cannot be started.
        """
        argv = ["git", *(("-C", self.directory) if self.directory is not None else ()), *args]
        actions = [(os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, 2, 1)]
        variables = {**os.environb, **_named(self.index)}
        try:
            pid = os.posix_spawnp("git", argv, variables, file_actions=actions, setsigdef=_DEFAULT_SIGNALS)
        except OSError as error:
            raise Refused(f"git cannot be run: {error.strerror}") from error
        try:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        except KeyboardInterrupt:
            os.waitpid(pid, 0)
            raise

    def run(self, *args: str, stdin: bytes = b"", ok: tuple[int, ...] = (0,)) -> bytes:
        """Run `git ARGS` to its end.

        Args:
            args: the subcommand and its arguments.
            stdin: the input of git, of any size.
            ok: exit codes that are not failures.

        Returns:
            The standard output of git.

        Raises:
            Refused: git cannot be started, or ended with another code. The text is git's own first line.
        """
        if not stdin:
            return self.start(*args).finish(ok)
        source = scratch(stdin)
        try:
            return self.start(*args, stdin=source).finish(ok)
        finally:
            os.close(source)

    def facts(self) -> Facts:
        """The facts about the repository, from one process, read once.

        Raises:
            Refused: not a repository, an owner that git does not trust, a HEAD with a missing commit.
        """
        if self._facts is None:
            query, self._started = self._started or self.start("rev-parse", *_QUESTIONS), None
            self._facts = Facts(query.finish(), os.path.abspath(self.directory or _here()))
        return self._facts

    @property
    def objects(self) -> Objects:
        """The object store: one process, which starts with the first question and keeps running."""
        if self._objects is None:
            from authguard.git.objects import Objects

            self._objects = Objects(self)
        return self._objects

    def close(self) -> None:
        """End the processes that still run."""
        if self._objects is not None:
            self._objects.close()
        for query in (self._started, self._staged):
            if query is not None:
                query.discard()
        self._started = self._staged = None

    def header(self, oid: str, name: bytes) -> list[str]:
        """The values of one header of a commit, as written, since rev-parse hides parents in a shallow clone."""
        blob = self.objects.read(oid)
        if blob is None or blob.kind != "commit" or blob.data is None:
            return []
        head = blob.data.partition(b"\n\n")[0]
        return [line[len(name) + 1 :].decode() for line in head.split(b"\n") if line.startswith(name + b" ")]

    def parents(self, oid: str) -> list[str]:
        """The parents of a commit that this clone has."""
        return [parent for parent in self.header(oid, b"parent") if self.header(parent, b"tree")]

    def resolve(self, rev: str, peel: str = "commit") -> str | None:
        """The oid of a revision, peeled to `peel` ("commit", "tree"); None if this clone does not have it."""
        if not rev or rev.startswith("-") or "\0" in rev:
            return None
        query = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{{peel}}}")
        named = self.run(*query, ok=(0, 1, 128)).decode().split()
        return named[0] if len(named) == 1 else None  # a range names several

    def names_object(self, rev: str) -> bool:
        """Tell whether a revision names any object of this clone, such as a file: `HEAD:a.nix`."""
        if not rev or rev.startswith("-") or "\0" in rev:
            return False
        query = ("rev-parse", "--verify", "--quiet", "--end-of-options", rev)
        named = self.run(*query, ok=(0, 1, 128)).decode().split()
        # git takes any full id for an object, so the object is read
        return len(named) == 1 and self.objects.read(named[0]) is not None


def not_started(error: OSError) -> Refused:
    """Return the error for a git that the system did not start."""
    if isinstance(error, FileNotFoundError):
        return Refused("git is not installed, or not on PATH")
    return Refused(f"git cannot be run: {error.strerror}")


def environment() -> dict[bytes, bytes]:
    """The environment of every git: the user's own, and variables that forbid writing, fetching and questions."""
    users = {name: value for name, value in os.environb.items() if name not in _NOT_OURS}
    return {**users, **_OURS}


def _named(index: str | None) -> dict[bytes, bytes]:
    return {} if index is None else {b"GIT_INDEX_FILE": os.fsencode(index)}


def _is_in_work_tree(directory: str) -> bool:
    """Tell whether a directory is below a directory that has `.git`.

    Git takes any directory with the right entries for a bare repository, even if a repository tracks that directory,
    and then reads the configuration in it. So a bare repository in a work tree is only used if the user names its path.
    """
    while not os.path.lexists(os.path.join(directory, ".git")):
        above = os.path.dirname(directory)
        if above == directory:
            return False
        directory = above
    return True


def own_directory(common_dir: str, *below: str) -> str:
    """Make the directory for authguard's own data, or a directory below it. Returns its path.

    Raises:
        OSError: the directory cannot be made, or is a symbolic link, which could lead out of the git directory.
    """
    path = common_dir
    os.makedirs(path, exist_ok=True)
    for name in ("authguard", *below):
        path = os.path.join(path, name)
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            if os.path.islink(path) or not os.path.isdir(path):
                raise NotADirectoryError(ENOTDIR, "is a link or a file; remove it", path) from None
    return path


def _here() -> str:
    """The current directory.

    Raises:
        Refused: the directory was removed.
    """
    try:
        return os.getcwd()
    except OSError as error:
        raise Refused("the current directory does not exist any more") from error
