"""Random yarn 1 locks, with the files that their urls name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from hypothesis import strategies as st

from tests.support.npm import sri, tarball

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = (
    "registry.example.com",
    "registry.example.com",
    "registry.example.org",
    "packages.example.com:8443",
    "packages.example.org/npm.com/telecom",
    "GitHub.com",
    "github.com",
)
COMMIT = "0123456789abcdef0123456789abcdef01234567"
GITS = (
    f"git+https://git.example.org/o/r.git#{COMMIT}",
    f"https://codeload.github.com/o/r/tar.gz/{COMMIT}",
    "https://github.com/o/r/archive/v1.tar.gz",
    f"https://gitlab.com/o/r#{COMMIT}",
    f"ssh://git@git.example.org/o/r.git#{COMMIT}",
)
MORE: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("  optionalDependencies:", '    fsevents "~2.3.2"'),
    (
        "  dependencies:",
        "    left latest",
        '    "@scope/x" "1 || 2"',
        "  optionalDependencies:",
        '    up ">=0"',
    ),
    ('  uid "0123456789"',),
    ("# a comment",),
    ("  registry npm",),
)
"""Further lines of an entry that a fetch does not need."""
FORMS = (
    *("plain",) * 120,
    *("alias", "merged", "release", "query", "three keys", "resolution", "encoded", "url key", "archive") * 4,
    *("github key", "shorthand", "http", "percent", "no path") * 1,
    *("directory", "file", "file key", "file keys", "link", "git", "short", "slash", "dots", "long") * 1,
)
DIGESTS = (
    *("sha512", "sha1 fragment", "both") * 30,
    *("sha384", "sha256", "none", "lie", "two", "upper", "empty", "fragments"),
)


@dataclass(frozen=True)
class YarnEntry:
    """One entry of a yarn lock.

    form    the kind of its key and url, see `FORMS`.
    digest  how the lock writes its digest, see `DIGESTS`.
    quotes  whether its url is quoted.
    more    further lines, a number of `MORE`.
    """

    scope: str
    name: str
    version: str
    host: str
    form: str
    digest: str
    quotes: bool
    more: int

    @property
    def full(self) -> str:
        """The name with its scope."""
        return f"{self.scope}/{self.name}" if self.scope else self.name

    def written(self, root: Path) -> str:
        """Publish the package. Returns its entry."""
        data = tarball(self.full, self.version)
        sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        url = self._url()
        if url.startswith("https:"):
            at = urlsplit(url)
            place = root / at.netloc.lower() / unquote(at.path).lstrip("/").replace("\\", "/")
            if place.name not in ("", ".", "..") and len(place.name) < 256 and not place.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        fragment = {
            "sha512": "",
            "none": "",
            "empty": "#",
            "upper": f"#{sha1.upper()}",
            "fragments": f"#{sha1}#x",
        }.get(self.digest, f"#{sha1}")
        lines = [f"{self._keys()}:", f'  version "{self.version}"']
        if self.form not in ("directory", "file keys", "link"):
            full = url if "#" in url else f"{url}{fragment}"
            lines.append(f'  resolved "{full}"' if self.quotes else f"  resolved {full}")
        stated = {
            **{one: sri(data, one) for one in ("sha512", "sha384", "sha256")},
            "both": sri(data),
            "lie": sri(b"another file"),
            "two": f'"{sri(data)} {sri(data, "sha1")}"',
        }.get(self.digest)
        if stated is not None:
            lines.append(f"  integrity {stated}")
        if self.version.startswith("1"):
            lines += ["  dependencies:", '    right "^1.0.0"', '    "@scope/up" "*"']
        return "\n".join([*lines, *MORE[self.more]]) + "\n"

    def _keys(self) -> str:
        name = f"{self.full}@^{self.version}"
        return {
            "alias": f'"alias-{self.name}@npm:{name}"',
            "three keys": f'"{name}", {self.name}@>=1, "{self.full}@npm:{self.full}@~{self.version}"',
            "resolution": f'"{name}", "{self.full}@{self.version}", "{self.full}@https://example.org/x.tgz"',
            "url key": f'"{self.full}@{self._url()}"',
            "github key": f'"{self.full}@github:o/r#semver:^1.0.0"',
            "shorthand": f"{self.name}@o/r" if not self.scope else f'"{self.full}@o/r#{COMMIT}"',
            "merged": f'"{name}", "{self.full}@{self.version} || >9, <10"',
            "directory": f'"{self.full}@file:./{self.name}"',
            "file key": f'"{self.full}@file:./{self.name}.tgz"',
            "file keys": f'"{self.full}@file:./@file:{self.name}"',
            "link": f'"{self.full}@link:./{self.name}"',
        }.get(self.form, f'"{name}"' if self.scope else name)

    def _url(self) -> str:
        base = f"https://{self.host}/{self.full}/-"
        file = f"{self.name}-{self.version}.tgz"
        return {
            "file": f"file:./{file}",
            "encoded": f"https://{self.host}/{self.full.replace('/', '%2f')}/-/{file}",
            "percent": f"{base}/{self.name}%20{self.version}.tgz",
            "http": f"http://{self.host}/{self.full}/-/{file}",
            "no path": f"https://{self.host}",
            "archive": f"https://registry.example.com/{self.name}/archive/refs/tags/v{self.version}.tar.gz",
            "github key": GITS[1],
            "shorthand": GITS[1],
            "query": f"{base}/{file}?a=b/c&d=e@f",
            "release": f"https://github.com/o/r/releases/download/v{self.version}/{self.name}.tar.gz",
            "short": f"https://{self.host}/{self.name}/r{self.version}",
            "slash": f"https://{self.host}/{self.name}\\r{self.version}",
            "dots": f"https://packages.example.com/x/{'..' if self.quotes else '.'}",
            "long": f"{base}/{'x' * (240 + 4 * len(self.name))}.tgz",
            "git": GITS[len(self.version + self.name) % len(GITS)],
        }.get(self.form, f"{base}/{file}")


@dataclass(frozen=True)
class YarnLock:
    """A yarn lock: its entries, and how its text is written.

    head   the first line.
    ending the ends of its lines.
    """

    entries: tuple[YarnEntry, ...]
    head: str
    ending: str

    def written(self, root: Path) -> bytes:
        """Publish the packages of the lock. Returns the text of the lock as bytes."""
        text = f"{self.head}\n\n\n" + "\n".join(one.written(root) for one in self.entries)
        return text.replace("\n", self.ending).encode()


def yarn_locks() -> st.SearchStrategy[YarnLock]:
    """Return locks of up to seven entries. Two entries may have one key, or one url."""
    entry = st.builds(
        YarnEntry,
        scope=st.sampled_from(("", "", "@scope", "@other-scope")),
        name=st.sampled_from(("left", "right", "up", "a", "dash-ed", "under_score")),
        version=st.sampled_from(("1.0.0", "1.0.1", "2.0.0-rc.1", "10.20.30")),
        host=st.sampled_from(HOSTS),
        form=st.sampled_from(FORMS),
        digest=st.sampled_from(DIGESTS),
        quotes=st.sampled_from((True,) * 80 + (False,)),
        more=st.sampled_from((*(0, 1, 2, 3) * 10, 4, 5, 6)),
    )
    heads = ("# yarn lockfile v1",) * 40 + (
        "",
        "# yarn lockfile v2",
        "\ufeff# yarn lockfile v1",
        "<<<<<<< HEAD",
    )
    return st.builds(
        YarnLock,
        entries=st.lists(entry, min_size=1, max_size=7).map(tuple),
        head=st.sampled_from(heads),
        ending=st.sampled_from(("\n",) * 6 + ("\r\n",)),
    )
