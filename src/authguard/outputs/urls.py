"""The parts of a url that decide the content, and those that only name a host."""

from __future__ import annotations

import re
from collections import Counter

_URL = re.compile(r"(?s)([a-zA-Z][a-zA-Z0-9+.-]*://[^/\s]*|[\w.-]+@[\w.-]+:|[a-z]+:)(.*)")
_ARCHIVES = (
    r"/(?P<owner>[^/]+)/(?P<repo>[^/]+)/archive/(?P<rev>.+?)(?:\.tar\.gz|\.tgz|\.zip|\.tar\.bz2)",
    r"/(?P<owner>.+?)/(?P<repo>[^/]+)/-/archive/(?P<rev>[^/]+)/[^/]+",
    r"/(?P<owner>.+?)/(?P<repo>[^/]+)/repository/(?P<rev>[^/]+)/archive\.(?:tar(?:\.gz|\.bz2)?|zip)",
    r"/(?P<owner>[^/]+)/(?P<repo>[^/]+)/(?:tarball|zipball|tar\.gz)/(?P<rev>.+)",
    r"/repos/(?P<owner>[^/]+)/(?P<repo>[^/]+)/(?:tarball|zipball)/(?P<rev>.+)",
)
_OF_PYPI = r"/[^/]+/(?P<pname>[^/]+)/(?P=pname)-(?P<version>[^/]+)\.tar\.gz"
_PUBLISHED = (
    r"https://(?:static\.)?crates\.io/(?:api/v1/)?crates/(?P<crateName>[\w-]+)/(?P<version>[^/]+)/download",
    r"https://static\.crates\.io/crates/(?P<crateName>[\w-]+)/(?P=crateName)-(?P<version>[^/]+)\.crate",
    rf"https://(?:files\.pythonhosted\.org|pypi\.(?:io|org|python\.org))/packages/source{_OF_PYPI}",
    rf"mirror://pypi{_OF_PYPI}",
)
"""The urls of a release in registries that have their own fetcher, with the inputs of that fetcher in the url."""
_OF_ARCHIVES = ("/archive/", "/archive.", "/tarball/", "/zipball/", "/tar.gz/")
_FORGES = frozenset(
    f"https://{host}"
    for host in ("github.com", "api.github.com", "codeload.github.com", "gitlab.com", "codeberg.org")
)
"""The default forges of fetchFromGitHub and similar fetchers, by scheme and host."""
_GITHUB = "https://github.com/"
_MAGNET = "magnet:"
_TOPIC = r"(?<=[?&])xt(?:\.\d+)?=[^&]*"
_COUNTED = r"\?(?:rev=[0-9a-f]{40}&revCount=\d+|revCount=\d+&rev=[0-9a-f]{40})$"
"""The query by which a server of flakes names the commit of an archive."""
_DATED = r"(?<!\d)20\d\d-\d\d-\d\d(?!\d)"
_SHOWN = r"https://github\.com/([^/]+/[^/]+)/(?:raw|blob)/(?:refs/heads/)?([^?]+)(?:\?raw=true)?"
_PULLED = r"https://github\.com/([^/]+/[^/]+)/pull/\d+/commits/([0-9a-f]{40}\.(?:patch|diff))"
_PACKED = r".*\.(?:tar|t?gz|tgz|tbz2?|txz|zip|bz2|xz|zst|7z|jar|deb|rpm|AppImage|exe|dmg|appimage)"
_ARTIFACT = r"/?(?:[\w.-]+/)+(?P<name>[\w.-]+)/(?P<version>\d[\w.+-]*)/(?P=name)-(?P=version)[\w.+-]*\.[a-z]+"
_RAW = (
    r"(?P<repo>/[^/]+/[^/]+)(?:/-)?(?P<shown>/raw|/raw-file|/blob|/plain)?"
    r"/(?:refs/tags/)?(?P<rev>[^/]*\d[^/]*|master|main|HEAD|trunk|develop)/(?P<file>.+)"
)
_OF_RELEASE = r"lock|package\.json|\.toml$|go\.(?:mod|sum)$|(?i:version|changelog|deps|releases?\.)"
_LICENSE = (
    r"LICEN[CS]ES?|COPYING|COPYRIGHT|NOTICES?"
    r"|(?i:(?:.*[-_.])?(?:licen[cs]es?|copying|copyright|notices?)\.(?:txt|md|rst|html?))"
)
"""The name of a text with the licenses of a project."""
_ASSET = r"/[^/]+/[^/]+(?P<file>/releases/download/[^/]+/[^/]+)"
_ID = r"(?=.*[0-9])(?=.*[a-z])(?=.+[A-Z])[0-9A-Za-z]{6,40}"
"""An id of a file or an upload: digits, small letters and, after the first character, capital letters."""
_LONG_FOLDER = r"[\w-]{129,}"
"""A folder that is longer than a bare digest in any encoding (128 characters of base 16 for sha512)."""
_TIME_OF_SNAPSHOT = r"\d{8}T\d{6}Z"
_PACKAGE_IN_POOL = (
    r"[a-z0-9][a-z0-9+.-]*_[^_]*\d[^_]*(?:_[a-z0-9-]+\.u?deb|\.(?:orig|debian)\.tar\.\w+|\.dsc)"
)
"""The file of a Debian package: its name, its version, and the architecture or the kind of source."""
_LONG_HEX = r"[0-9a-fA-F]{32}"
_VERSION_IN_NAME = r"(?<![A-Za-z\d])(?<!\d[._])v?(?!(?:19|20)\d\d[._])\d+(?:[._]\d+)+"
"""A version in the name of a file; a date, and the architecture x86_64, are none."""
_OF_QUERY = (
    r"(?P<path>[^?]+/(?:plain|raw)/(?:[^?/]+/)*(?P<file>[^?/]+\.\w+))\?"
    r"(?P<name>h|id|ref|rev|commit|at|hb)=(?P<id>[0-9a-f]{40})"
)
"""A file of a repository at the commit in the query, as cgit shows it."""
_LATEST = r"(/[^/]+/[^/]+/releases)/latest/download/([^/]+)"
_TAGGED = r"(/[^/]+/[^/]+/releases)/download/[^/]+/([^/]+)"
_WITH_COMMIT = r".*?/([0-9a-f]{40})(/.+)"
_BRANCHES = frozenset({"master", "main", "HEAD", "trunk", "develop", "devel", "dev", "nightly", "latest"})
_FOLDERS = frozenset(
    {
        "archive",
        "archives",
        "artifacts",
        "assets",
        "bin",
        "binaries",
        "build",
        "builds",
        "dist",
        "distfiles",
        "dl",
    }
    | {
        "download",
        "downloads",
        "file",
        "files",
        "get",
        "pub",
        "public",
        "release",
        "releases",
        "static",
        "uploads",
    }
)
"""Directories with names that do not describe their files."""
_VERSION = r"[0-9a-f]{40}|\d+(?:[._-]\d+)+|(?<!\d)\d{6,}"
_NUMBER = r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])|\d+"
_UPLOAD = r"[A-Za-z]+\d{5,}|\d{8}T?\d{6}Z?"
"""The name of an upload's folder, or the time of an archive's snapshot. A number in it is no version."""
_OF_SIGNATURE = r"algorithm|credential|date|expires|security-token|signedheaders|signature|content-sha256"
_SIGNED = (
    ({"x-amz-signature"}, rf"x-amz-(?:{_OF_SIGNATURE})"),
    ({"x-goog-signature"}, rf"x-goog-(?:{_OF_SIGNATURE})"),
    ({"signature", "key-pair-id"}, r"expires|signature|policy|key-pair-id"),
    ({"signature", "expires", "awsaccesskeyid"}, r"expires|signature|awsaccesskeyid"),
    ({"signature", "expires", "googleaccessid"}, r"expires|signature|googleaccessid"),
    ({"sig", "sv", "se"}, r"sv|ss|srt|sr|st|se|sp|spr|sip|sig|sk(?:oid|tid|[tesv])|jwt"),
)
"""Parameters that show a signed url (of S3, Google, CloudFront, Azure), and a pattern of those that only sign it."""
_SWITCH = r"(?i)(?:(?:inline|download)(?:=(?:true|false|0|1)?)?)?"
"""No parameter, or one that only says whether a browser shows the file or stores it."""
_HEX = frozenset("0123456789abcdef")
_SHORT_ID = r"[0-9a-f]{7,}"


_ESCAPED = r"%([0-9A-Fa-f]{2})"
_LONGEST_PATH = 8192
"""The escapes of a longer path are compared as they are."""


def split(url: str) -> tuple[str, str]:
    """Return (where, what) of a url: scheme and host, and the path with single slashes.

    A file on a page of GitHub is the same as at its raw address, and a commit is the same as in its pull request.
    Only the topics of a magnet link, which are hashes, decide the content. The signature of a url does not: it lets the
    server answer for some time. A file name in the fragment (`/download#tool.zip`) does not either: it is not sent to
    the server. Fetchers split urls at white space.
    """
    url = _unsigned(url.strip())
    topics = sorted(re.findall(_TOPIC, url)) if url.startswith(_MAGNET) else []
    if topics:
        return _MAGNET, f"?{'&'.join(topics)}"
    if url.startswith(_GITHUB):
        if (pulled := re.fullmatch(_PULLED, url)) is not None:
            url = f"{_GITHUB}{pulled[1]}/commit/{pulled[2]}"
        elif (shown := re.fullmatch(_SHOWN, url)) is not None:
            url = f"https://raw.githubusercontent.com/{shown[1]}/{shown[2]}"
    match = _URL.fullmatch(url)
    if match is None:
        return "", url
    path, _, fragment = match[2].partition("#")
    if not is_packed(fragment.lstrip("/")):
        path = match[2]
    while "//" in path:
        path = path.replace("//", "/")
    place, mark, query = path.partition("?")
    if len(place) < _LONGEST_PATH:
        place = re.sub(_ESCAPED, _unescaped, place)
    return match[1], place + mark + query


def _unescaped(found: re.Match[str]) -> str:
    """Return the character of an escape that means the same as the character itself: `%2B` and `+` in a path."""
    character = chr(int(found[1], 16))
    return character if re.fullmatch(r"[\w.~+-]", character, re.ASCII) else found[0].upper()


def _unsigned(url: str) -> str:
    """Return a url without the parameters of its signature."""
    path, mark, query = url.partition("?")
    given = {parameter: parameter.partition("=")[0].lower() for parameter in query.split("&")}
    for shows, signs in _SIGNED if mark else ():
        if shows <= set(given.values()):
            left = [each for each, name in given.items() if not re.fullmatch(signs, name)]
            return f"{path}?{'&'.join(left)}" if left else path
    return url


def archive(url: str) -> tuple[str, str, str] | None:
    """Return (where, repository, revision) of a forge's archive url, or None for other urls.

    For the default forges of fetchFromGitHub and similar fetchers, ``where`` is only the owner.
    """
    where, path = split(url)
    for pattern in _ARCHIVES if any(word in path for word in _OF_ARCHIVES) else ():
        match = re.fullmatch(pattern, path)
        if match is not None:
            owner = match["owner"] if where in _FORGES else f"{where}/{match['owner']}"
            return owner, match["repo"], bare_revision(match["rev"])
    return None


def published(url: str) -> dict[str, str]:
    """Return the inputs with which `fetchCrate` or `fetchPypi` fetch the file at ``url``; none for other urls."""
    if "crates" in url or "pypi" in url or "pythonhosted" in url:
        for pattern in _PUBLISHED:
            match = re.fullmatch(pattern, url)
            if match is not None:
                return match.groupdict()
    return {}


def part_of(url: str, form: object) -> str:
    """Return the value of an input for people: the part of an archive's or a release's url, or the complete text.

    Args:
        url: the text that states the input, which is not always a url.
        form: the canonical value, for example only the revision in the url.
    """
    if (
        isinstance(form, str)
        and form in url
        and "://" in url
        and (published(url) or archive(url) is not None)
    ):
        return form
    return url


def first_url(text: str) -> str:
    """Return the first url of a list of urls, which is shown as `[ URL URL ]`; any other text as it is."""
    words = text.split(maxsplit=2)
    return words[1] if words[:1] == ["["] and len(words) > 2 and "://" in words[1] else text


def first_urls(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Return the first urls of two texts; the texts as they are if their first urls are equal."""
    first, second = (first_url(one) if one is not None else None for one in (before, after))
    return (before, after) if first == second else (first, second)


def repository(url: str) -> tuple[str, str]:
    """Return (where, name) of a repository's url: the name is its last component without ``.git``."""
    bare = url.rstrip("/")
    where, slash, name = bare.rpartition("/")
    if not slash:
        where, _, name = bare.rpartition(":")
    return where, name.removesuffix(".git")


def bare_revision(revision: str) -> str:
    """Return a revision without ``refs/tags/``: a tag is the same under both names."""
    return revision.removeprefix("refs/tags/")


def is_full_id(revision: object) -> bool:
    """Tell whether ``revision`` is a full commit id, which decides the content on any host."""
    return isinstance(revision, str) and len(revision) in (40, 64) and _HEX.issuperset(revision)


def is_abbreviated(one: object, other: object) -> bool:
    """Tell whether two revisions are one commit id, one of them shortened."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    short, long = sorted((one, other), key=len)
    return is_full_id(long) and re.fullmatch(_SHORT_ID, short) is not None and long.startswith(short)


def is_other_commit(one: object, other: object) -> bool:
    """Tell whether one revision is a commit id, and the other revision is the beginning of another commit id.

    A number alone may be a tag, and so may a text that begins with a year.
    """
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    short, long = sorted((one, other), key=len)
    is_id = re.fullmatch(_SHORT_ID, short) and re.search(r"[a-f]", short) and re.search(r"\d", short)
    if re.match(r"(?:19|20)\d\d", short):
        return False
    return is_full_id(long) and bool(is_id) and len(short) < len(long) and not long.startswith(short)


def is_branch(revision: str) -> bool:
    """Tell whether a revision is the name of a branch, or of a pull request, which moves as a branch does."""
    if revision in (*_BRANCHES, "development") or revision.startswith(("refs/heads/", "origin/")):
        return True
    return re.fullmatch(r"(?:refs/)?(?:pull|pull-requests|merge-requests)/\d+/[a-z]+", revision) is not None


def is_packed(name: str) -> bool:
    """Tell whether a file is an archive or a package by its suffix."""
    return re.fullmatch(_PACKED, name) is not None


def version_of_artifact(path: str) -> str | None:
    """Return the version in the path of an artifact of Maven, `org/acme/x/1.4/x-1.4.jar`; None for another path."""
    match = re.fullmatch(_ARTIFACT, path)
    return match["version"] if match is not None else None


def last(path: str) -> str:
    """Return the last component of a url's path."""
    return path.rstrip("/").rpartition("/")[2]


def same_file(one: str, other: str) -> bool:
    """Tell whether two url paths name one file in two locations: last component and versions are the same."""
    name = last(one)
    if name != last(other):
        return False
    if versions(name):
        return True
    first, second = versions(one), versions(other)
    return (first <= second or second <= first) and not has_other_numbers(one, other)


def has_other_numbers(one: str, other: str) -> bool:
    """Tell whether the folders of two url paths have other numbers or commit ids: `/15/x` and `/16/x`.

    A number that only one path has is ignored.
    """
    before, after = one.split("/")[:-1], other.split("/")[:-1]
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    before, after = ([part for part in parts if not re.fullmatch(_UPLOAD, part)] for parts in (before, after))
    first, second = (Counter(re.findall(_NUMBER, "/".join(each))) for each in (before, after))
    return not (first <= second or second <= first)


def same_versioned_file(one: str, other: str) -> bool:
    """Tell whether two urls end in one file name with a version, and have no second version: the file was relocated."""
    name = one.rpartition("/")[2]
    if name != other.rpartition("/")[2]:
        return False
    dotted = re.compile(r"(?<!\d)\d+(?:\.\d+)+")
    return dotted.search(name) is not None and set(dotted.findall(one)) == set(dotted.findall(other))


def same_file_behind_token(one: str, other: str) -> bool:
    """Tell whether two urls end in one file name with a version, and differ only in a folder that is a server's token.

    A token is longer than a digest and contains none, so it does not say which content the file has.
    """
    first, second = one.split("/"), other.split("/")
    if len(first) != len(second) or first[-1] != second[-1] or not re.search(_VERSION_IN_NAME, first[-1]):
        return False
    moved = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(moved) == 1 and all(
        re.fullmatch(_LONG_FOLDER, each) and not re.search(_LONG_HEX, each) for each in moved[0]
    )


def same_file_of_snapshots(one: str, other: str) -> bool:
    """Tell whether two urls name one file in the pool of a package archive, at two times of that archive.

    A pool of Debian never has two packages of one name: `archive/debian/20210622T083255Z/pool/main/x/x_1-2_all.deb`.
    """
    first, second = one.split("/"), other.split("/")
    if len(first) != len(second) or not re.fullmatch(_PACKAGE_IN_POOL, first[-1]):
        return False
    moved = [at for at, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]]
    if len(moved) != 1 or first[moved[0] + 1 : moved[0] + 2] != ["pool"]:
        return False
    return all(re.fullmatch(_TIME_OF_SNAPSHOT, parts[moved[0]]) for parts in (first, second))


def same_file_elsewhere_in_history(one: str, other: str) -> bool:
    """Tell whether two urls name one file of a repository at two revisions, and at least one is a commit id.

    Most files are the same in most commits.
    """
    from urllib.parse import unquote

    if _has_other_id_in_query(one, other):
        return True
    before, after = unquote(one).split("/"), unquote(other).split("/")
    if before[-1] != after[-1] or re.fullmatch(_PACKED, after[-1]):
        return False
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    if not before or not after:
        return False
    if _are_digests(before[0], after[0], one):
        return False
    return any(len(part) == 1 and is_full_id(part[0]) for part in (before, after)) or (
        is_full_id(before[0]) and is_full_id(after[0])
    )


def _are_digests(one: str, other: str, url: str) -> bool:
    """Tell whether two ids in urls are SHA-256 digests of a content, and not of commits, as a few forges have them."""
    are_long = len(one) == len(other) == 64 and is_full_id(one) and is_full_id(other)
    return are_long and re.search(r"/(?:raw|blob|commit|src|plain)/", url) is None


def _has_other_id_in_query(one: str, other: str) -> bool:
    """Tell whether two url paths differ only in the commit of their query, as cgit writes it: `/plain/x?id=1f0c…`."""
    first, second = re.fullmatch(_OF_QUERY, one), re.fullmatch(_OF_QUERY, other)
    if first is None or second is None or re.fullmatch(_PACKED, first["file"]):
        return False
    if re.search(_OF_RELEASE, first["file"]):
        return False
    return (first["path"], first["name"]) == (second["path"], second["name"]) and first["id"] != second["id"]


def other_file_of_other_commit(one: str, other: str) -> bool:
    """Tell whether two urls name two files of a repository at two commits. The file may have been renamed."""
    before, after = one.split("/"), other.split("/")
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    return (
        len(before) > 1
        and len(after) > 1
        and is_full_id(before[0])
        and is_full_id(after[0])
        and not _are_digests(before[0], after[0], one)
        and versions(before[-1]) == versions(after[-1])
        and not any(re.fullmatch(_PACKED, path[-1]) for path in (before, after))
    )


def branch_pinned(one: str, other: str) -> bool:
    """Tell whether two url paths differ only because a branch became a full commit id, or `latest` became a tag."""
    latest = re.fullmatch(_LATEST, one)
    if latest is not None:
        tagged = re.fullmatch(_TAGGED, other)
        return tagged is not None and latest.groups() == tagged.groups()
    before, after = one.split("/"), other.split("/")
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return len(after) == 1 and is_full_id(after[0]) and bool(before) and is_branch("/".join(before))


def same_but_an_id(one: str, other: str) -> bool:
    """Tell whether two url paths differ in one folder only, and both folders are ids of letters and digits."""
    first, second = one.split("/"), other.split("/")
    if len(first) != len(second) or first[-1] != second[-1]:
        return False
    moved = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(moved) == 1 and all(re.fullmatch(_ID, each) for each in moved[0])


def same_file_of_commit(one: str, other: str) -> bool:
    """Tell whether two url paths contain the same full commit id, and the same path after the id."""
    first, second = re.fullmatch(_WITH_COMMIT, one), re.fullmatch(_WITH_COMMIT, other)
    return first is not None and second is not None and first.groups() == second.groups()


def same_but_a_stray_character(one: str, other: str) -> bool:
    """Tell whether two url paths only differ in a brace or a space outside a file's name."""
    from urllib.parse import unquote

    first, second = (re.compile(r"[{}\s]").sub("", unquote(each)) for each in (one, other))
    return first == second


def same_but_a_switch(one: str, other: str) -> bool:
    """Tell whether two url paths only differ in the encoding, and in a parameter that never selects the file."""
    from urllib.parse import unquote

    (first, _, before), (second, _, after) = (each.partition("?") for each in (one, other))
    left = [
        [each for each in query.split("&") if not re.fullmatch(_SWITCH, each)] for query in (before, after)
    ]
    return left[0] == left[1] and unquote(first) == unquote(second)


def same_but_the_owner(one: str, other: str, host: str) -> bool:
    """Tell whether two url paths of a forge differ only in the owner; False for files that an owner releases."""
    if not any(forge.removeprefix("https://") in host for forge in _FORGES) and "raw." not in host:
        return False
    first, second = one.strip("/").split("/"), other.strip("/").split("/")
    return len(first) > 3 and first[1:] == second[1:] and "releases" not in first


def same_file_elsewhere_by_tag(one: str, other: str, host: str) -> bool:
    """Tell whether two url paths show one file of a repository at two tags, or at a branch and a tag: `…/v1.0/a.png`.

    Archives, locks and manifests change with each release; other files seldom do. ``host`` is the start of the url.
    """
    first, second = re.fullmatch(_RAW, one), re.fullmatch(_RAW, other)
    if first is None or second is None or (first["shown"] is None and "raw." not in host):
        return False
    if is_branch(first["rev"]) and is_branch(second["rev"]):
        return False
    file = first["file"]
    return (first["repo"], file) == (second["repo"], second["file"]) and not (
        versions(file) or re.fullmatch(_PACKED, file) or re.search(_OF_RELEASE, file)
    )


def same_license_of_other_version(one: str, other: str) -> bool:
    """Tell whether two url paths name one file with licenses, and only the version in a folder above it differs."""
    file = one.rpartition("/")[2]
    if file != other.rpartition("/")[2] or re.fullmatch(_LICENSE, file) is None:
        return False
    return not versions(file) and other_version_only(one, other)


def same_without_commit_in_query(one: str, other: str) -> bool:
    """Tell whether only one of two url paths has a query that names the commit; the path has a version itself."""
    first, second = (re.sub(_COUNTED, "", text) for text in (one, other))
    return first == second and (one == first) != (other == second) and bool(versions(first))


def same_patch_of_other_version(one: str, other: str) -> bool:
    """Tell whether two url paths name one patch, and only the version in a folder above it differs."""
    file = one.rpartition("/")[2]
    return (
        file.endswith((".patch", ".diff"))
        and file == other.rpartition("/")[2]
        and not versions(file)
        and other_version_only(one, other)
    )


def same_asset_of_renamed_owner(one: str, other: str) -> bool:
    """Tell whether two url paths name one file of one release, and differ only in the owner or the repository."""
    first, second = re.fullmatch(_ASSET, one), re.fullmatch(_ASSET, other)
    return first is not None and second is not None and first["file"] == second["file"]


def same_asset_of_other_repository(one: str, other: str) -> bool:
    """Tell whether the repository of a release file moved, and the name of the file contains neither repository."""
    if not same_asset_of_renamed_owner(one, other):
        return False
    first, second = (path.lower().split("/") for path in (one, other))
    return first[2] != second[2] and first[2] not in first[-1] and second[2] not in first[-1]


def same_asset_of_other_release(one: str, other: str) -> bool:
    """Tell whether two url paths name one versioned file in folders with other numbers: `…/1.2-1/x-1.2.zip`."""
    return same_versioned_file(one, other) and has_other_numbers(one, other)


def tag_pattern(tag: str) -> str:
    """Return a tag with its numbers replaced: `op-node/v1.9.0` and `op-batcher/v1.9.0` have two patterns."""
    return re.compile(r"\d+").sub("0", tag)


def same_folder_dropped(one: str, other: str) -> bool:
    """Tell whether two url paths of one host differ in one folder without a number: the same file in both."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return (
        longer != shorter and longer.endswith(shorter) and not any(map(str.isdigit, longer[: -len(shorter)]))
    )


def same_comparison(one: str, other: str) -> bool:
    """Tell whether two compare urls end at the same revision; one may begin at a branch, the other at its commit."""
    compared = re.compile(r".*/compare/[^/]+?\.\.\.?([^/]+)")
    first, second = compared.fullmatch(one), compared.fullmatch(other)
    return first is not None and second is not None and first[1] == second[1]


def same_change(one: str, other: str) -> bool:
    """Tell whether two urls show a change of one repository in two ways: a commit, a pull request, a comparison."""
    shown = re.compile(r"/[^/]+/([^/]+)/(commit|pull|compare)/.+\.(?:patch|diff)(?:\?.*)?")
    first, second = shown.fullmatch(one), shown.fullmatch(other)
    return first is not None and second is not None and first[1] == second[1] and first[2] != second[2]


def says_nothing(path: str) -> bool:
    """Tell whether a url's path does not identify a file: it has no version, and does not end in a file name."""
    bare = path.partition("?")[0]
    return "." not in bare.rpartition("/")[2] and re.compile(r"\d[._]\d").search(path) is None


def same_but_a_word_of_folders(one: str, other: str) -> bool:
    """Tell whether two url paths differ only in folders with a general name: `/builds/1.4/x`, `/download/1.4/x`."""
    before, after = one.split("/"), other.split("/")
    moved = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
    return len(before) == len(after) and bool(moved) and all(_FOLDERS.issuperset(pair) for pair in moved)


def same_numbers(one: str, other: str) -> bool:
    """Tell whether two url paths contain the same versions, in any spelling, and at least one version."""
    first, second = ({plain(each) for each in versions(text)} for text in (one, other))
    return bool(first) and first == second


def is_shorter_name_of(one: str, other: str) -> bool:
    """Tell whether the second url path ends in the first one's file name without some of its words.

    `acme-tool-0.10.0-2026-07-28.tar.zst` and `tool-2026-07-28.tar.zst` on a mirror are one archive. The last word, with
    the ending of the file, is the same, and the words that both have include a date.
    """
    first, second = (re.split("[-_]", text.rpartition("/")[2]) for text in (one, other))
    words = iter(first)
    is_part = all(word in words for word in second)
    return is_part and first[-1] == second[-1] and re.search(_DATED, "-".join(second)) is not None


def plain(version: str) -> str:
    """Return a version with dots between its numbers instead of other separators."""
    return version.replace("_", ".").replace("-", ".")


def other_version_only(one: str, other: str) -> bool:
    """Tell whether two texts differ only in the versions that they contain."""
    first, second = versions(one), versions(other)
    if not first or not second or first == second:
        return False
    return re.sub(_VERSION, "", one) == re.sub(_VERSION, "", other)


def versions(text: str) -> set[str]:
    """Return the versions, dates and commit ids in a text."""
    return set(re.findall(_VERSION, text))
