"""Verify: obtain the true hash of fixed outputs, and compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.app import selection
from authguard.app.proving import ProvingOptions, mirrors, proved
from authguard.config.load import load
from authguard.errors import Refused
from authguard.git.ranges import all_of, between, staged
from authguard.prove.ecosystems import ecosystem
from authguard.prove.upstream_locks import second_pins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer
    from authguard.prove.upstream_locks import SecondPin


@dataclass
class VerifyRequest(ProvingOptions):
    """The fixed outputs to verify: those selected, all, or those that moved between ``base`` and ``head``.

    ``audited`` selects the findings of an audit: "stale", or "suspect" for stale and suspect findings.
    """

    selectors: list[str] = field(default_factory=list)
    all: bool = False
    audited: str | None = None
    base: str | None = None
    head: str | None = None


class Verification:
    """The fixed outputs of one request (``wanted``), and their answers."""

    def __init__(self, git: Git, request: VerifyRequest) -> None:
        """Find the fixed outputs. Raises Refused for a selector that matches nothing."""
        self.git = git
        self.request = request
        self.scope, self.config, self.prefix = opened(git, request)
        self.wanted = chosen(git, self.scope, self.config, request, self.prefix)

    @property
    def head(self) -> str:
        """The name of the snapshot."""
        return self.scope.target.label

    def answers(self, progress: Callable[[str], None]) -> Iterator[Answer]:
        """Yield each answer as soon as it is known; ``progress`` takes a line about the present step."""
        return proved(self.git, self.scope, self.config, self.request, self.wanted, progress)

    def pins(self) -> list[SecondPin]:
        """Return the sources beside the fixed outputs that a lock of upstream pins at another commit."""
        folders = {each.path.rpartition("/")[0] for each in self.wanted if ecosystem(each) == "uv"}
        if not folders:
            return []
        selectors = [selection.Selector(folder or ".", "") for folder in sorted(folders)]
        beside = selection.selected(self.git, self.scope, self.config, selectors)
        open_inquiry = mirrors(self.git, self.scope, self.config, self.request)
        try:
            return second_pins(open_inquiry, beside)
        finally:
            open_inquiry.close()


def opened(git: Git, request: VerifyRequest) -> tuple[Range, Config, str]:
    """Return the range of a request, the config of its target, and the current directory from the root."""
    if request.all and (request.selectors or request.base is not None):
        raise Refused("--all means every fixed output, and takes no SELECTOR and no --base")
    if request.audited is not None and (request.all or request.base is not None):
        raise Refused("--audited means the hashes that audit reports, and takes neither --all nor --base")
    head = request.head or ":index"
    if request.all or request.audited is not None or (request.selectors and request.base is None):
        scope = all_of(git, head)
    elif request.base is not None or request.head is not None:
        scope = between(git, request.base, head)
    else:
        scope = staged(git)
    config = load(scope.target.read_exact, lambda path: selection.leaves_tree(scope.target, path))
    prefix = selection.prefix_of(git)
    if request.file is not None:
        selection.demand_file(git, scope.target, request.file, prefix)
    return scope, config, prefix


def idle(scope: Range, request: VerifyRequest) -> str:
    """Return the reason why a request without selectors has no fixed output."""
    if request.audited is not None:
        return "git authguard audit reports no such hash"
    if not scope.bases:
        return "there is no fixed output"
    is_staged = scope.target.label == ":index" and request.base is None
    if is_staged and not any(base.changes for base in scope.bases):
        return "nothing is staged"
    return "no input of a fixed output moved"


def chosen(
    git: Git,
    scope: Range,
    config: Config,
    request: VerifyRequest,
    prefix: str,
    tree: Range | None = None,
) -> list[FixedOutput]:
    """Return the fixed outputs of a request, one output for each literal and identity, sorted by place.

    ``tree`` is the complete tree, if the target of ``scope`` is another view of it.
    """
    selectors = [selection.Selector(text, prefix) for text in request.selectors]
    if request.audited is not None:
        from authguard.app.audited import audited_outputs

        found = audited_outputs(
            git,
            tree or scope,
            request.audited,
            selectors,
            scope.target,
            online=request.online,
            offline=request.offline,
        )
    elif scope.bases and not request.all:
        found = selection.moved(git, scope, config)
        if selectors:
            idle = [one for one in selectors if not any(one.selects(each) for each in found)]
            selection.demand_match(git, tree or scope, config, idle)
            found = [each for each in found if any(one.selects(each) for one in selectors)]
    else:
        found = selection.selected(git, tree or scope, config, selectors, scope.target)
    return selection.one_a_literal(found)
