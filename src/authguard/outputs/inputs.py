"""From the attributes of a call to the inputs of a fixed output, without defaults and without aliases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix import data, local_source
from authguard.nix.canonical import MAX_PARTS, Canonical, function_name
from authguard.nix.script_forms import script
from authguard.nix.values import (
    Apply,
    Attrs,
    Choice,
    Const,
    List,
    Path,
    Str,
    Sym,
    Thunk,
    Value,
    is_preset,
    string,
)
from authguard.outputs import shell_variables, urls
from authguard.outputs.environment import deciding
from authguard.outputs.hash_names import classify
from authguard.outputs.model import FixedOutput, Input, decode
from authguard.outputs.named_files import named_files, with_scripts
from authguard.outputs.record_names import beside_version
from authguard.outputs.record_names import role as role_of
from authguard.system import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.nix.canonical import Canonical
    from authguard.nix.evaluate import Evaluator
    from authguard.producers.record import Producer

MAX_SHOWN = 4
UNORDERED = frozenset({"sparseCheckout", "excludes", "includes", "plugins"})
"""Attributes with lists that mean the same in any order. caddy.withPlugins sorts its plugins."""
ROLES = ("what", "how", "script", "where", "tool")
_REVISIONS = frozenset({"rev", "tag", "ref", "revision", "branchName"})
_SKIP = frozenset(
    {
        "name", "pname", "version", "meta", "passthru", "impureEnvVars", "outputHash", "outputHashAlgo",
        "outputHashMode", "hash", "sha256", "sha512", "sha1", "preferLocalBuild", "strictDeps", "doCheck",
        "dontFixup", "dontConfigure", "dontBuild", "dontInstall", "dontUnpack", "dontPatchShebangs",
        "allowSubstitutes", "SSL_CERT_FILE", "GIT_SSL_CAINFO", "__structuredAttrs", "enableParallelBuilding",
        "nativeBuildInputs", "buildInputs", "outputs", "system", "dontStrip", "description", "maintainers", "priority",
    }
)  # fmt: skip
"""Attributes of a hand-written fixed output that do not decide its content."""
_COMMIT_NAME = r"((?:[a-z]\w*?)?)(?:[rR]ev|[rR]evision|[cC]ommit)"
_LABEL_NAME = r"((?:[a-z]\w*?)?)(?:[vV]ersion|[tT]ag|[dD]ate|[rR]elease|[bB]uildId)"
_URLS = ("url", "urls", "repository.url")
_NO_URL = ("", ("list",))
"""The defaults of fetchurl's `url` and `urls`. A wrapper often hands both on, and fetches what the other one has."""
_OF_FORGES = ("repo", "owner", "group", "repository.repo")
LONGEST = 1 << 14
"""The most characters of an input.

No real url or revision is as long as this, and patterns take much time for longer texts.
"""
_WRITERS = frozenset({"toFile", "writeText"})
"""Functions that write a text to a file in the store: `toFile name text`."""
_UNKNOWN = "[]"
_BARE_CHANNEL = rb"\s*([A-Za-z0-9_.-]+)\s*"
"""The older form of a toolchain file: only the name of the channel."""


class Reader:
    """Reads the inputs of one call. ``forms`` makes canonical forms, ``attrs`` has the attributes of the call."""

    def __init__(
        self,
        forms: Callable[[], Canonical],
        attrs: Attrs,
        outputs: Callable[[Apply], list[FixedOutput]] | None = None,
    ) -> None:
        """Store the parts; ``outputs`` returns the fixed outputs of an input that is itself a call."""
        self.forms = forms
        self.attrs = attrs
        self.outputs = outputs
        self._in_scripts: set[str] = set()

    def thunk(self, name: str) -> Thunk | None:
        """Return the attribute with a dotted ``name``."""
        if "." not in name:
            return self.attrs.items.get(name)
        holder: Value = self.attrs
        first, *rest = name.split(".")
        found = self.attrs.items.get(first)
        for part in rest:
            if found is None:
                return None
            holder = found.force()
            found = holder.items.get(part) if isinstance(holder, Attrs) else None
        return found

    def input(self, name: str, role: str, row: Producer | None = None) -> Input | None:
        """Return one input, or None if the call does not have it (or passes null)."""
        thunk = self.thunk(name)
        if thunk is None:
            return None
        value = thunk.force()
        if isinstance(value, Const) and value.value is None:
            return None
        canonical = self.forms()
        if name in ("src", "srcs"):
            value = _chosen(value, canonical)
        is_lock = row is not None and name == row.lock_input and isinstance(value, Str)
        if (is_lock or name in ("src", "root")) and canonical.evaluator is not None:
            value = local_source.path_of(canonical.evaluator, value) or value
        elif name == "builder" and isinstance(value, Path):
            role = "script"
        elif row is not None and name in row.channel_file and canonical.evaluator is not None:
            value = _channel(value, canonical.evaluator) or value
        elif name == "sourceRoot" and isinstance(value, Str):
            value = _in_unpacked(value, canonical)
        elif name == "env":
            of_go = row is not None and row.lock == "go"
            value = deciding(value, of_go=of_go, is_proxied="proxyVendor" in self.attrs.items)
        programs: tuple[str, ...] = ()
        if (
            role == "script"
            and row is not None
            and row.kind == "handwritten"
            and canonical.evaluator is not None
        ):
            value, programs = with_scripts(canonical.evaluator, value)
            value, variables = shell_variables.expanded(value, self.attrs)
            self._in_scripts |= variables
        canonical.by_name = name in ("src", "srcs")
        pin = self._pinned(value, canonical) if canonical.by_name else None
        form = canonical.of(value) if pin is None else pin.pair
        if form == ("const", "None"):
            return None
        if role == "script":
            form = script(form)
        elif row is not None and name in row.lock_root and isinstance(form, str):
            form = _folder(form)
        elif name in UNORDERED and isinstance(form, tuple) and form[:1] == ("list",):
            form = ("list", *sorted(form[1:], key=repr))
        found = Input(name, role, form, shown(value, form), not canonical.unknown, *place(value, thunk))
        found.files = tuple(sorted(canonical.files.union(programs)))
        if name in _URLS:
            found.urls = tuple(_urls_of(form))
        found.outputs = self._sources(value) if pin is None else [pin]
        return found

    def _pinned(self, value: Value, canonical: Canonical) -> FixedOutput | None:
        """Return the pin of a source, if the source is an entry of a tool's file."""
        if not isinstance(value, Attrs) or self.outputs is None:
            return None

        return pinned(value, canonical)

    def _sources(self, value: Value) -> list[FixedOutput]:
        """Return the fixed outputs of an input.

        Its value is a fixed output, a list of these, or a text with paths into one.
        """
        if isinstance(value, Apply) and self.outputs is not None:
            return [each for each in self.outputs(value) if each.kind != "dependency"]
        if isinstance(value, Str):
            pins = (self._pinned(part, self.forms()) for part in value.parts if isinstance(part, Attrs))
            made = [each for part in value.parts if isinstance(part, Apply) for each in self._sources(part)]
            return [*made, *(pin for pin in pins if pin is not None)]
        found: list[FixedOutput] = []
        for item in value.items if isinstance(value, List) and self.outputs is not None else ():
            inner = item.force()
            made = self._sources(inner) if isinstance(inner, Apply) else []
            if not made:
                return []
            found.extend(made)
        return found

    def of_row(self, row: Producer) -> list[Input]:
        """Return the inputs that ``row`` names, normalised."""
        found: list[Input] = []
        items = self.attrs.items
        for role in ROLES:
            for name in getattr(row, role):
                if name not in items and "." not in name:
                    continue
                each = self.input(name, role, row)
                if each is not None and not _is_default(row, name, each.form):
                    found.append(each)
        if row.everything:
            found.extend(self._of_the_shell(found))
            named = {each.name for each in found} | set(row.tool) | set(row.hashes)
            for name in sorted(self.attrs.items):
                if name not in named and name not in _SKIP and not name.startswith("dont"):
                    each = self.input(name, "script", row if row.kind == "handwritten" else None)
                    if each is not None and not _is_default(row, name, each.form):
                        found.append(each)
            if row.kind == "handwritten":
                found.extend(self._named_files(found))
            if self.attrs.rest is None and not any(each.role in _DECIDING for each in found):
                name_alone = self.input("name", "what")  # as of a file that a person adds to the store
                found.extend([name_alone] if name_alone is not None else [])
        _name_unpacked(found)
        if row.only_with and self.attrs.rest is None:
            _mark_idle(row, found)
        return normalised(_one_name(row, found))

    def others(self, row: Producer, known: list[Input]) -> list[Input]:
        """Return all other attributes of an unknown fetch, since each attribute may decide the content."""
        named = {each.name for each in known} | {name for role in ROLES for name in getattr(row, role)}
        names = (name for name in sorted(self.attrs.items) if name not in named and name not in _SKIP)
        found = (self.input(name, "what") for name in names if classify(name) is None)
        return [each for each in found if each is not None]

    def rest(self) -> list[Input]:
        """If an unknown set was merged into the attributes, return it as one input."""
        value = self.attrs.rest
        if value is None:
            return []
        form = self.forms().of(value)
        return [Input("arguments", "what", form, shown(value, form), False)]

    def _named_files(self, found: list[Input]) -> Iterator[Input]:
        """Yield the files of this repository that the scripts name in a directory."""
        evaluator = self.forms().evaluator
        return named_files(evaluator, self.attrs, found) if evaluator is not None else iter(())

    def _of_the_shell(self, found: list[Input]) -> list[Input]:
        """Return the version, pname and name that a script reads from its environment: ``$version``."""
        used = shell_variables.used(shell_variables.OF_PACKAGE, found, self._in_scripts)
        return [each for each in (self.input(name, "what") for name in used) if each is not None]


def _chosen(value: Value, canonical: Canonical) -> Value:
    """Return the source that the assumed conditions or the default of a formal choose from others."""
    while isinstance(value, Choice):
        preferred = ""
        if is_preset(value.selector) and isinstance(value.selector, tuple):
            preferred = str(value.selector[1][2])
        option = value.options.get(canonical.assume.get(value.selector, preferred))
        if option is None:
            break
        value = option
    return value


def _channel(value: Value, evaluator: Evaluator) -> Str | None:
    """Return the channel of a rustup toolchain file. The path leads to the file or to its directory.

    The file may also be written by Nix code: `builtins.toFile "rust-toolchain.toml" "…"`.
    """
    if (written := _written_file(value)) is not None:
        return _channel_in(written.encode("utf-8", "surrogateescape"))
    path = local_source.path_of(evaluator, value)
    if path is None:
        return None
    folder = f"{path.path}/" if path.path else ""
    for file in (path.path, f"{folder}rust-toolchain", f"{folder}rust-toolchain.toml"):
        if evaluator.kind(file) == "file":
            evaluator.used.add(file)
            return _channel_in(evaluator.read(file) or b"")
    return None


def _channel_in(content: bytes) -> Str | None:
    """Return the channel in the content of a rustup toolchain file."""
    if bare := re.fullmatch(_BARE_CHANNEL, content):
        return string([bare[1].decode("ascii")])
    tree = data.parsed("rust-toolchain.toml", content)
    toolchain = tree.get("toolchain") if isinstance(tree, dict) else None
    channel = toolchain.get("channel") if isinstance(toolchain, dict) else None
    return string([channel]) if isinstance(channel, str) and _UNKNOWN not in channel else None


def _written_file(value: Value) -> str | None:
    """Return the content of a file that code writes to the store, with `_UNKNOWN` for each unknown value."""
    if not isinstance(value, Apply) or function_name(value) not in _WRITERS or len(value.arguments) != 2:
        return None
    text = value.arguments[1].force()
    if not isinstance(text, Str):
        return None
    return "".join(part if isinstance(part, str) else _UNKNOWN for part in text.parts)


def _in_unpacked(value: Str, canonical: Canonical) -> Str:
    """Return a directory with the name of its source in place of the source: `"${src}/web"` is `"${src.name}/web"`."""
    source = value.parts[0] if value.parts else None
    name = canonical.name(source) if isinstance(source, Apply) and canonical.name is not None else None
    return string([name, *value.parts[1:]]) if name is not None else value


def _name_unpacked(found: list[Input]) -> None:
    """Replace the name of the unpacked source at the start of sourceRoot by `source`.

    Each fetcher chooses this name, so another fetcher moves `"${src.name}/web"`, but not the directory.
    """
    outputs = next((each.outputs for each in found if each.name == "src"), [])
    name = outputs[0].store_name if len(outputs) == 1 and outputs[0].mode == "recursive" else None
    for each in found:
        if name is not None and each.name == "sourceRoot" and isinstance(each.form, str):
            first, slash, rest = each.form.partition("/")
            each.form = f"source{slash}{rest}" if first == name else each.form


def _folder(form: str) -> str:
    """Return a directory without `./` at its start and without slashes at its end."""
    parts = [part for part in form.split("/") if part not in ("", ".")]
    return "./" if not parts else form if form.startswith("/") else "/".join(parts)


def _one_name(row: Producer, found: list[Input]) -> list[Input]:
    """Return the inputs with canonical names in place of the row's aliases (`pname` of fetchCrate is `crateName`)."""
    names = {alias: canonical for alias, canonical, prefix in row.aliases if not prefix}
    if not names:
        return found
    out: dict[str, Input] = {}
    for each in found:
        name = names.get(each.name, each.name)
        if name in ("rev", "urls", "url") or (each.role == "script" and name in out):
            name = each.name  # see `normalised`; and a call may have two scripts
        out.setdefault(name, each if name == each.name else _renamed(each, name, each.role, _named(each)))
    return list(out.values())


def _named(each: Input) -> object:
    """Return the form of an input under its canonical name.

    For a url in place of a name, the last part of the url is used.
    """
    return urls.last(each.form) if each.name == "url" and isinstance(each.form, str) else each.form


def _mark_idle(row: Producer, found: list[Input]) -> None:
    """Give the role of a label to each input that decides nothing without another input of the call."""
    stated = {each.name for each in found}
    for each in found:
        if each.name in row.only_with and stated.isdisjoint(row.only_with[each.name]):
            each.role = "label"


def _is_default(row: Producer, name: str, form: object) -> bool:
    if name not in row.defaults:
        return False
    default = row.defaults[name]
    if isinstance(default, (list, tuple)):
        return form == ("list", *default)
    if isinstance(default, dict):
        return form == ("attrs",)
    return form == (default if isinstance(default, str) else ("const", repr(default)))


def place(value: Value, thunk: Thunk) -> tuple[str, int]:
    """Return the place of an input: its literal or, for an input without a literal, the given expression."""
    if isinstance(value, Str) and value.origin is not None:
        return value.origin.path, value.origin.span()[0]
    if thunk.source is not None and thunk.node is not None:
        return thunk.source.path, thunk.node.start_byte
    return "", -1


def shown(value: Value, form: object, depth: int = 0) -> str:
    """Return a value as text for people; of a deep value, only the outermost parts."""
    if isinstance(form, str):
        return form
    if depth > MAX_SHOWN:
        return "…"
    if isinstance(value, Str):
        pieces = (
            part if isinstance(part, str) else "${" + shown(part, None, depth + 1) + "}"
            for part in value.parts[:64]
        )
        return "".join(pieces)
    if isinstance(value, Const):
        return "null" if value.value is None else str(value.value).lower()
    if isinstance(value, Path):
        return f"./{value.path}" if value.inside else value.path
    if isinstance(value, List):
        return "[ " + " ".join(shown(item.force(), None, depth + 1) for item in value.items[:8]) + " ]"
    if isinstance(value, Choice):
        return " or ".join(sorted({shown(option, None, depth + 1) for option in value.options.values()}))[
            :200
        ]
    if isinstance(value, Sym):
        return ".".join(part for part in value.key[1:] if isinstance(part, str)) or "…"
    return "…"


def _urls_of(form: object) -> Iterator[str]:
    """Yield each url of a list, or of the alternatives of a value, as text."""
    waiting = [form]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if isinstance(part, tuple) and part[:1] == ("list",):
            waiting.extend(reversed(part[1:]))
        elif isinstance(part, tuple) and part[:1] == ("choice",):
            waiting.extend(option for _, option in reversed(part[2:]))
        elif part is not form:
            pieces = part[1:] if isinstance(part, tuple) and part[:1] == ("str",) else (part,)
            text = "".join(piece if isinstance(piece, str) else "${…}" for piece in pieces)
            yield from (word for word in text.split() if "://" in word)


def _bounded(text: str) -> str:
    """Return both ends of a text that is too long, and a fingerprint of all of it."""
    complete = blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    half = LONGEST // 2
    return f"{text[:half]}…{complete}…{text[-half:]}"


def normalised(found: list[Input]) -> list[Input]:
    """Return the inputs with the same name for every revision, and with each url split into content and location.

    A full commit id alone decides the content: a version, tag or date with a similar name is only a label of the
    commit.
    """
    for each in found:
        if isinstance(each.form, str) and len(each.form) > LONGEST and each.role != "script":
            each.form = _bounded(each.form)
    found = [each for each in found if each.name not in _URLS or each.form not in _NO_URL]
    out: list[Input] = []
    revisions = (each for each in found if each.name in ("rev", "tag", "revision") and each.role == "what")
    revision = next(revisions, None)
    fixed = revision is not None and urls.is_full_id(revision.form)
    stems = {
        match[1]
        for each in found
        if each.role == "what"
        and urls.is_full_id(each.form)
        and (match := re.fullmatch(_COMMIT_NAME, each.name))
    }
    for each in found:
        if stems and each.role == "what" and _is_label(each, stems):
            out.append(_renamed(each, each.name, "label", each.form))
            continue
        if each.name in _REVISIONS and each.role == "what":
            if fixed and each is not revision:
                continue
            form = urls.bare_revision(each.form) if isinstance(each.form, str) else _bare(each.form)
            out.append(_renamed(each, "rev", each.role, form))
            out[-1].written = each.name
        elif each.name in _URLS and each.role == "what":
            parts = beside_version(_url(each, with_revision=revision is not None, fixed=fixed), found)
            stated = {(other.name, other.form) for other in found}
            out.extend(
                part for part in parts if part.name == each.name or (part.name, part.form) not in stated
            )
        elif (each.name in _OF_FORGES and fixed) or _is_type_of_forge(each, found):
            out.append(_renamed(each, each.name, "where", each.form))
        elif each.name == "repo" and isinstance(each.form, str) and "://" in each.form:
            host, path = urls.split(each.form)
            out.append(_renamed(each, "repo", each.role, f"{host.lower()}{path.rstrip('/')}"))
        else:
            out.append(each)
    if any(each.name == "crateName" for each in out):
        return [each for each in out if each.name != "extension"]  # each crate is a .tar.gz
    return out


def _is_type_of_forge(each: Input, found: list[Input]) -> bool:
    """Tell whether an input is the type of a fetchTree that only says how a tree is fetched: from a forge, or unpacked.

    A tarball of a url is unpacked as fetchTarball and fetchzip unpack it.
    """
    if each.name != "type":
        return False
    if any(other.name in ("url", "urls") for other in found):
        return each.form == "tarball"
    return each.form in ("github", "gitlab", "sourcehut")


def _is_label(each: Input, stems: set[str]) -> bool:
    """Tell whether an input only labels the commit in another input: `version` for `rev`, `fooTag` for `fooRev`."""
    label = re.fullmatch(_LABEL_NAME, each.name)
    if label is None or urls.is_full_id(each.form):
        return False
    return label[1] in stems or each.name.endswith("Tag")


def _renamed(each: Input, name: str, role: str, form: object) -> Input:
    renamed = Input(name, role, form, each.shown, each.known, each.path, each.offset)
    renamed.urls = each.urls
    return renamed


def _bare(form: object) -> object:
    """Return a revision without a leading ``refs/tags/``, even if it is partly known; a number becomes text."""
    if isinstance(form, tuple) and form[:1] == ("const",) and str(form[1]).isdigit():
        return form[1]
    if isinstance(form, tuple) and len(form) > 1 and form[0] == "str" and isinstance(form[1], str):
        return (
            ("str", urls.bare_revision(form[1]), *form[2:])
            if form[1] != "refs/tags/"
            else _unwrapped(form[2:])
        )
    return form


def _unwrapped(parts: tuple[object, ...]) -> object:
    return parts[0] if len(parts) == 1 else ("str", *parts)


def _url(each: Input, with_revision: bool, fixed: bool) -> list[Input]:
    """Return the inputs in a url."""
    form = each.form
    if isinstance(form, tuple) and form[:1] == ("list",) and len(form) > 1:
        form = form[1]
    if not isinstance(form, str):
        return [*_partly_known(each, form)]
    if with_revision:
        archive = urls.archive(form)
        where, name = archive[:2] if archive is not None else urls.repository(form)
        parts = [
            _renamed(each, "url", "where", where),
            _renamed(each, "repo", "where" if fixed else "what", name),
        ]
        if fixed and archive is not None and not urls.is_full_id(archive[2]):
            parts.append(_renamed(each, "archive", "label", archive[2]))
        return parts
    registry = urls.published(form)
    if registry:
        return [_renamed(each, name, "what", text) for name, text in registry.items()]
    found = urls.archive(form)
    if found is not None:
        where, name, revision = found
        return [
            _renamed(each, "owner", "where", where),
            _renamed(each, "repo", "where" if urls.is_full_id(revision) else "what", name),
            _renamed(each, "rev", "what", revision),
        ]
    where, what = urls.split(form)
    return [_renamed(each, "host", "where", where), _renamed(each, "url", "what", what)]


def _partly_known(each: Input, form: object) -> list[Input]:
    """Split the host off a url with a partly unknown path."""
    if isinstance(form, tuple) and form[:1] == ("str",) and isinstance(form[1], str):
        where, what = urls.split(form[1])
        if where:
            return [
                _renamed(each, "host", "where", where),
                _renamed(each, "url", "what", ("str", what, *form[2:])),
            ]
    if isinstance(form, tuple) and form[:1] == ("choice",):
        form = ("choice", form[1], *((key, _path_of(option)) for key, option in form[2:]))
    made = _renamed(each, "url", "what", form)
    if isinstance(form, tuple) and form[:1] == ("apply",):
        made.known = False  # an unknown function makes it
    if (
        isinstance(form, tuple)
        and form[:1] == ("attrs",)
        and "outPath" not in [name for name, *_ in form[1:]]
    ):
        made.known = False  # no text: a mistake, or an argument of an unknown function
    return [made]


def _path_of(form: object) -> object:
    """Return the path of a url, or of the first url of a list; any other form is unchanged."""
    if isinstance(form, tuple) and form[:1] == ("list",) and len(form) > 1:
        form = form[1]
    return urls.split(form)[1] if isinstance(form, str) else form


_REPOSITORY = "repository"
_DECIDING = ("what", "how", "script")


def pinned(value: Attrs, canonical: Canonical) -> FixedOutput | None:
    """Return the fixed output of an entry; None if the entry has no hash, or no input that decides the content."""
    if value.name is not None or value.rest is not None:
        return None
    for name in ("hash", "sha256"):
        thunk = value.items.get(name)
        text = thunk.force() if thunk is not None else None
        if isinstance(text, Str) and text.literal is not None and text.origin is not None:
            inputs = normalised(list(_inputs(value, canonical)))
            if not any(each.role == "what" for each in inputs):
                return None
            made = FixedOutput("pin", "pin", text.origin, text.literal, inputs)
            decode(made, text.literal, "sha256" if name == "sha256" else None, fake=False)
            return made
    return None


def _inputs(value: Attrs, canonical: Canonical) -> Iterator[Input]:

    for name, thunk in value.items.items():
        known = thunk.force()
        if isinstance(known, Attrs):
            if name == _REPOSITORY:
                yield from _inputs(known, canonical)
        elif (stated := role_of(name)) is not None and classify(name) is None:
            form = canonical.of(known)
            yield Input(name, stated, form, shown(known, form), not canonical.unknown, *place(known, thunk))
