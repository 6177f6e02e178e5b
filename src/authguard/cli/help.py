"""The texts of `git authguard -h` and `git authguard COMMAND -h`. The man page says the same at length.

`git authguard --help` never comes here: git itself turns it into `git help authguard`, which opens the man
page. `git-authguard --help` does come here.
"""

from __future__ import annotations

from authguard.errors import Refused

COMMANDS = {
    "check": "judge what is staged, or a range of commits",
    "audit": "say which hashes of HEAD are older than their inputs",
    "list": "list every fixed output of a snapshot",
    "verify": "obtain the true hashes, and compare",
    "fix": "obtain the true hashes, and write them",
    "bump": "set a version, and the hashes that move with it",
    "build": "build a revision here or on a builder, as a push does",
    "explain": "say what a rule means and how to mend what it found",
    "install": "write authguard's git hooks into this repository",
    "uninstall": "take them away again",
}

_TOP = """\
usage: git authguard [-C DIR] COMMAND [ARGUMENT...]

Flags every fixed-output hash in a repository's Nix files that no longer belongs
to its inputs, before the commit.

commands
{commands}
options
  -C DIR        run as if started in DIR
  -h, --help    show this help; after a command, that of the command
  --version     show the version

exit codes
  0    nothing wrong
  1    findings of severity error (with --strict also warnings)
  2    the question could not be answered: bad usage or config, no repository
  3    a builder or mirror cannot be reached
  130  interrupted

"git help authguard" opens the manual.
"""

_COLOR = "  --color WHEN     auto (the default), always or never; NO_COLOR is obeyed too"

_PAGES = {
    "check": f"""\
usage: git authguard check [OPTION...] [PATH...]

Judges what is staged: the index against HEAD and, in a merge, against every
parent. With --base and --head it judges a range by its end points, from the
merge base of the two. PATH narrows the report, never what is read.

options
  --base REV       the revision to judge against (default: HEAD)
  --head REV       what to judge: a revision, :index (the default) or :worktree
  --all            judge every fixed output of the head, moved or not
  --strict         exit with 1 for warnings too
  --online         ask the repositories that sources come from, whatever the
                   config says: lock files of both revisions, missing tags
  --offline        ask nobody, whatever the config says
  --format FORMAT  text (the default), short (PATH:LINE:COL: CODE message) or json
{_COLOR}
  -q, --quiet      no report, only the exit code
  -v, --verbose    say on stderr what was judged, and what could not be
  -h, --help       show this help

exit codes: 0 no error found, 1 errors found, 2 the question has no answer,
3 with --online a repository could not be asked
""",
    "list": f"""\
usage: git authguard list [OPTION...] [PATH...]

Lists every fixed output of a snapshot, one row for a literal and call: its place,
producer, digest, inputs, store name, whether Nix would notice a stale hash (loud)
or not (silent), and the lock file that decides it.

options
  --rev REV        a revision, :index (the default) or :worktree
  --format FORMAT  text (the default) or json
{_COLOR}
  -h, --help       show this help
""",
    "audit": f"""\
usage: git authguard audit [OPTION...] [SELECTOR...]

Finds the hashes that are stale today: for each hash of HEAD, the commit that
wrote its digest, in any spelling and through moves and renames, and whether the
inputs moved since. It needs neither Nix nor the network. A SELECTOR narrows the
report: PATH, PATH:LINE or PATH#ATTRIBUTE, as list prints them.

options
  --rev REV        the revision to audit (default: HEAD)
  --since WHEN     only hashes whose inputs moved since: a revision, or a date as
                   git reads it
  --fail-on STATE  exit with 1 for stale hashes (the default), or for suspect
                   ones too
  --exit-zero      exit with 0 whatever was found
  --online         fetch what the findings are about, and compare the true hash
  --offline        ask no mirror, whatever the config says
  --format FORMAT  text (the default), short or json
{_COLOR}
  -q, --quiet      no report, only the exit code
  -v, --verbose    say how many commits were read
  -h, --help       show this help

exit codes: 0 no hash is stale, 1 one is, 2 the history is not in this clone
""",
    "verify": f"""\
usage: git authguard verify [OPTION...] [SELECTOR...]

Obtains the true hash of the fixed outputs that the staged change moved, and
compares. A SELECTOR chooses others: PATH, PATH:LINE or PATH#ATTRIBUTE, as list
prints them. Sources are fetched without Nix where that can be; what is left is
built by Nix, here or on the builder, where a [[gate]] of the config or -f says.
What was proved once is not proved again.

options
  --all            every fixed output
  --base REV       those that moved since REV
  --head REV       the snapshot: a revision, :index (the default) or :worktree
  --again          prove anew what was proved before
  -f, --file FILE  the expression whose closure holds the fixed outputs
  -A ATTRIBUTE     its attribute
  --builder HOST   ask Nix there, by ssh
  --no-nix         without Nix only
  --online         whatever the config says; ask anew where tags are
  --offline        fetch nothing, whatever the config says
  --format FORMAT  text (the default) or json
{_COLOR}
  -q, --quiet      no report, only the exit code
  -v, --verbose    name also what was proved before
  -h, --help       show this help

exit codes: 0 all are right, 1 one is wrong, 3 one could not be proved
""",
    "fix": f"""\
usage: git authguard fix [OPTION...] [SELECTOR...]

Verifies the fixed outputs that moved between HEAD and the work tree (or those
of the SELECTORs), and writes the true hashes: only the bytes of the literals,
all files or none. Nothing is written where a mirror or a builder breaks off.

options
  --stage          put exactly these edits into the index as well
  -n, --dry-run    say what would be written, and write nothing
  --all            every fixed output
  --base REV       those that moved since REV
  --again, -f FILE, -A ATTRIBUTE, --builder HOST, --no-nix, --online, --offline
                   as for verify
  --format FORMAT  text (the default) or json
{_COLOR}
  -q, --quiet      no report, only the exit code
  -v, --verbose    name also what was proved before
  -h, --help       show this help

exit codes: 0 every hash is true now, 1 one could not be made so, 3 one could
not be proved
""",
    "bump": f"""\
usage: git authguard bump [OPTION...] VERSION [DIRECTORY]

Sets the version of the package in DIRECTORY (or file) everywhere that it is
stated, proves the hashes that move with it, shows the difference and writes it,
and ends with a check of what was written. With "latest" for VERSION it is the
newest tag that is written as the present one. Where a tag is not there, nothing
is touched.

options
  --stage          put exactly these edits into the index as well
  --commit         commit these edits alone; what is staged stays so, hooks run
  --build          then build the gate of it, as build does
  --pre            a release candidate, a beta and the like count for latest
  -n, --dry-run    show the difference, and write nothing
  -f FILE, -A ATTRIBUTE, --builder HOST, --no-nix, --online, --offline
                   as for verify
  --format FORMAT  text (the default) or json
{_COLOR}
  -q, --quiet      no report, only the exit code
  -v, --verbose    name also what was proved before
  -h, --help       show this help

exit codes: those of check (and of build), 1 where a hook said no to the commit,
3 where a hash could not be proved
""",
    "build": """\
usage: git authguard build [OPTION...] [DIR]

Builds the files of a revision, never the work tree, as its [[gate]] tables say:
on an ssh builder, in another store, or with Nix here. DIR chooses gates; one that
no gate names is built from its test-build.nix, else its default.nix. What was
built is remembered for seven days, and a push of it then waits for nothing.

options
  --rev REV        the revision to build (default: HEAD)
  -A, --attribute ATTR
                   the attribute to build
  --builder HOST   build there, by ssh, whatever the config says
  --again          build also what was built before
  -q, --quiet      no log, no progress, only what went wrong
  -h, --help       show this help

exit codes: 0 built, 1 the build failed or a hash is not that of its content, 2 it
cannot be built (bad config, not allowed yet, no Nix there), 3 the builder cannot
be reached, or what moved cannot be fetched afresh
""",
    "explain": """\
usage: git authguard explain [RULE...]

Says what a rule means, why it matters, an example, how to mend what it found and
how to waive it. RULE is a code (AG201) or a name (stale-source-hash), in any
case. Without one, all rules are listed.

options
  -h, --help       show this help
""",
    "install": """\
usage: git authguard install [OPTION...] [HOOK...]

Writes the git hooks pre-commit, pre-merge-commit and pre-push into this
repository, so that each commit, merge and push is judged. A hook that stands
there already is kept, and run first.

options
  -n, --dry-run    say what would be done, and do nothing
  -q, --quiet      say nothing of what was done
  -h, --help       show this help
""",
    "uninstall": """\
usage: git authguard uninstall [OPTION...] [HOOK...]

Takes away exactly what install wrote, and puts back the hooks that stood there
before. A hook that was changed since is left, and named.

options
  -n, --dry-run    say what would be done, and do nothing
  -q, --quiet      say nothing of what was done
  -h, --help       show this help
""",
}


def page(command: str | None = None) -> str:
    """The help of a command, or of the whole. Raises Refused, naming the nearest, for no such command."""
    if command is None:
        return _TOP.format(commands="".join(f"  {name:<12}  {says}\n" for name, says in COMMANDS.items()))
    if command in _PAGES:
        return _PAGES[command]
    from authguard.nearest import nearest

    raise Refused(f"there is no command {command!r}; did you mean {nearest(command, COMMANDS)}?")
