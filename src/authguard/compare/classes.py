"""Move classes: the ways in which an identity moved while its digest was kept, and how serious each is.

`counts` has the figures of the crater (see evaluation/README.md). A class with few decided moves has a severity by
judgement, and `explain` shows it without figures.
"""

from functools import partial

from authguard.compare.move_class import MoveClass

_shared = partial(MoveClass, rules=("AG205",))
"""A class of two outputs that share one hash."""

UNCHANGED = MoveClass(
    "unchanged", None, "Nothing that decides the content moved.", "a hash re-encoded as SRI", rules=()
)
LOCATION_MOVED = MoveClass(
    "location-moved",
    "note",
    "Only the host, owner, mirror or protocol moved.",
    "url https://old.example/x-1.0.tar.gz → https://new.example/x-1.0.tar.gz",
    rules=("AG304",),
)
SCRIPT_EDITED = MoveClass(
    "script-edited",
    "warning",
    "A script that can change the content was edited.",
    "postFetch gained a line",
    rules=("AG201", "AG203"),
)
DOWNLOAD_IN_SCRIPT_MOVED = MoveClass(
    "download-in-script-moved",
    "error",
    "A hand-written script downloads another version.",
    "buildCommand: curl …/x-1.0.tar.gz → curl …/x-1.1.tar.gz",
    rules=("AG201",),
)
KNOWN_PART_MOVED = MoveClass(
    "known-part-moved", "warning", "A known part of a partly known input moved.",
    "url ${host}/v1/x.zip → ${base}/v2/x.zip", rules=("AG201", "AG203", "AG208"),
)  # fmt: skip
INPUT_UNRESOLVED = MoveClass(
    "input-unresolved", "note", "No known part shows that an input moved.",
    "url https://x.example/${name}.zip → ${base}/x.zip", rules=("AG201", "AG203", "AG208"),
)  # fmt: skip
REWRITTEN = MoveClass(
    "rewritten",
    "note",
    "An unknown input or an escaped reference is written otherwise.",
    "rev ${self.version} → ${finalAttrs.version}",
    rules=("AG201", "AG203", "AG208"),
)
BEYOND_LIMITS = MoveClass(
    "beyond-limits",
    "error",
    "A known input now takes more steps than are followed.",
    'version "1.0" → a text that is doubled forty times',
)
HASH_MODE_MOVED = MoveClass(
    "hash-mode-moved",
    "error",
    "A file's hash is now used for a tree, or the reverse.",
    "fetchurl → fetchzip",
)
OPTION_MOVED = MoveClass(
    "option-moved",
    "error",
    "An option of the fetch changed.",
    "fetchSubmodules false → true",
    rules=("AG201", "AG202", "AG208"),
)
TAG_MOVED = MoveClass("tag-moved", "error", "The tag or branch moved.", "rev v1.0 → v1.1")
VERSION_MOVED = MoveClass("version-moved", "error", "The fetched version moved.", "version 1.0 → 1.1")
VERSION_IN_URL_MOVED = MoveClass(
    "version-in-url-moved", "error", "The version in the url moved.", "url …/x-1.0.tar.gz → …/x-1.1.tar.gz"
)
URL_MOVED = MoveClass(
    "url-moved", "error", "The path of the url moved.", "url …/x/latest.zip → …/y/latest.zip"
)
COMMIT_MOVED_BY_HAND = MoveClass(
    "commit-moved-by-hand", "error", "A literal commit id moved.", "rev 1f0c… → 9b2e…", rules=("AG201",)
)
COMMIT_TO_TAG = MoveClass(
    "commit-to-tag",
    "error",
    "A commit id became a tag, or the reverse; the version moved.",
    "rev 1f0c… → v1.1",
)
COMMIT_TO_BRANCH = MoveClass(
    "commit-to-branch",
    "warning",
    "A commit id or a version became a moving name.",
    "rev 1f0c… → main",
)
HASH_OF_BRANCH = MoveClass(
    "hash-of-branch",
    "warning",
    "An earlier commit had this hash for a branch, which moves.",
    "rev v1.0 as before; the new hash was that of rev main",
    rules=("AG201",),
)
SOURCE_CAUGHT_UP = MoveClass(
    "source-caught-up",
    "warning",
    "The source moved to the version that its hash came with.",
    "version 1.1 and its hash, url …/1.0/x; then url …/1.1/x",
    rules=("AG201",),
)
OTHER_REPOSITORY = MoveClass(
    "other-repository", "error", "Another repository or package is fetched.", "repo foo → bar"
)
SOURCE_MOVED = MoveClass(
    "source-moved",
    "warning",
    "The source that a dependency hash is computed from moved; its dependencies may be the same.",
    "src of a vendorHash moved from v1.0 to v1.1",
    rules=("AG203",),
)
SOURCE_AT_OTHER_COMMIT = MoveClass(
    "source-at-other-commit",
    "note",
    "The source of a dependency hash was fetched at another commit; most commits do not change the lock file.",
    "src.rev 1f0c… → 9b2e…, or the branch moved: src.hash is another one, cargoHash the same",
    rules=("AG203",),
)
SOURCE_KEPT = MoveClass(
    "source-kept-its-hash",
    "note",
    "The source of a dependency hash kept its own hash; that hash has its own finding if it may be wrong.",
    "src.rev main → 9b2e…, src.hash and vendorHash the same",
    rules=("AG203",),
)
PATCHES_MOVED = MoveClass(
    "patches-moved",
    "warning",
    "The patches of a package moved, and they may change its lock file.",
    "patches [ ./a.patch ] → [ ./a.patch ./lock.patch ]",
    rules=("AG203",),
)
PATCHES_OF_OTHER_NIXPKGS = MoveClass(
    "patches-of-other-nixpkgs", "note", "The same patches are taken from another commit of nixpkgs.",
    "patches [ ${nixpkgs}/x.patch ], another nixpkgs", rules=("AG203",),
)  # fmt: skip
LOCK_MOVED = MoveClass(
    "lock-moved",
    "error",
    "The lock file that decides a dependency hash moved.",
    "go.mod requires another version, vendorHash is the same",
    rules=("AG202",),
)
LOCAL_DIRECTORY_MOVED = MoveClass(
    "local-directory-moved",
    "warning",
    "Another local directory may have the same files.",
    "src ./pack → ./modpack",
)
LOCK_DIRECTORY_MOVED = MoveClass(
    "lock-directory-moved", "warning", "An option names another directory of the lock.", "modRoot ./ → server",
    rules=("AG203",),
)  # fmt: skip
LOCAL_CONTENT_MOVED = MoveClass(
    "local-content-moved",
    "error",
    "The files that a hash was computed from changed.",
    "builtins.path { path = ./dir; sha256 = …; }, ./dir/a changed",
)
INPUT_MOVED = MoveClass("input-moved", "error", "Another deciding input moved.", "sparseCheckout [a] → [b]")
REPLACED = MoveClass(
    "replaced",
    "error",
    "A source with another version and commit replaced it.",
    "owner and rev moved together",
)
FORK_MERGED = MoveClass(
    "fork-merged",
    "warning",
    "Owner and commit id moved: a fork may have been merged.",
    "owner me → upstream, rev 1f0c… → 9b2e…",
)
OTHER_ENTRY = MoveClass(
    "hash-of-other-entry",
    "error",
    "The hash is that of another entry, which fetches another repository at another revision.",
    "the hashes of two entries of a JSON file were exchanged",
    rules=("AG201", "AG202", "AG208"),
)
OWN_PACKAGE = MoveClass(
    "hash-of-own-package",
    "warning",
    "Another hash of the same package was written here.",
    "src has the old vendorHash, and vendorHash has the old hash of src",
    rules=("AG201", "AG203"),
)
HASHES_SWAPPED = MoveClass(
    "hashes-swapped",
    "error",
    "Two sources exchanged their hashes, and no input moved.",
    "the hashes of x86_64-linux and aarch64-linux were exchanged",
    rules=("AG201",),
)
ALIKE_HASHES_SWAPPED = MoveClass(
    "alike-hashes-swapped",
    "warning",
    "Sources that may have one content exchanged hashes.",
    "the hashes of the tag v1.0 of two repositories were exchanged",
    rules=("AG201",),
)
SWAPPED = {each.severity: each for each in (HASHES_SWAPPED, ALIKE_HASHES_SWAPPED)}
"""The classes of exchanged hashes, by the severity of the same move without an exchange."""

FOLDERS_MOVED = MoveClass(
    "folders-moved",
    "note",
    "Five or more sources of this file moved to another folder.",
    "path pins/a → vendor/pins/a, and so on",
)
COPIED_WITH_ITS_HASH = MoveClass(
    "copied-with-its-hash",
    None,
    "A file that was fetched is a file of this repository now, and has this hash.",
    "url https://x.example/fix.patch → file://${./fix.patch}",
    rules=(),
)
NUMBER_IN_QUERY = MoveClass(
    "number-in-query", "warning", "Only `?v=` moved, which makes caches fetch again.",
    "…/Setup.exe?v=0.9.1 → …/Setup.exe?v=0.9.2",
)  # fmt: skip
COMMIT_IN_QUERY = MoveClass(
    "commit-in-query",
    "warning",
    "Only a query that names the commit was added or dropped.",
    "…/1.1.0/source.tar.gz?rev=1f0c…&revCount=69 → …/1.1.0/source.tar.gz",
    rules=("AG201", "AG208"),
)
COPIED_TO_REPOSITORY = MoveClass(
    "copied-to-repository",
    "warning",
    "A file of this repository replaced a fetched patch.",
    "url https://x.example/fix.patch → file://${./fix.patch}",
    rules=("AG201",),
)
PIN_OF_OTHER_REPOSITORY = MoveClass(
    "pin-of-other-repository",
    "error",
    "A pin names another repository and another commit, and its hash is the old one.",
    "flake.lock: url …/2.93.tar.gz → …/2.94.tar.gz and rev 1f0c… → 9b2e…",
    rules=("AG208",),
)
BRANCH_PINNED = MoveClass(
    "branch-pinned",
    "note",
    "A branch was replaced by its commit or its latest release.",
    "rev main → 1f0c…, or …/releases/latest/download/x → …/releases/download/v1/x",
)
LINK_REPLACED = MoveClass(
    "link-replaced",
    "warning",
    "A link that names a file replaced one that names none.",
    "…/download?id=7 → …/x.zip",
)
DAILY_TAG_MOVED = MoveClass(
    "daily-tag-moved",
    "warning",
    "A tag that ends in a date or a second moved by a few days.",
    "rev 2025-11-20 → 2025-11-21",
)
DAILY_FOLDER_MOVED = MoveClass(
    "daily-folder-moved",
    "warning",
    "The folder in the url is now that of a day soon before or after: a file is often the same for some days.",
    "…/2025-11-20/tool.tar.gz → …/2025-11-21/tool.tar.gz",
)
VERSION_LABEL_MOVED = MoveClass(
    "version-label-moved",
    "warning",
    "Only a version moved that the url does not contain.",
    "version 0.3 → 0.4, url https://x.example/script.py",
)
CONDITION_MOVED = MoveClass(
    "condition-moved",
    None,
    "Only the condition that chooses between the same values moved.",
    "url: if a then x else y → if b then x else y",
    rules=(),
)
NETWORK_FLAGS_MOVED = MoveClass(
    "network-flags-moved",
    None,
    "Only flags that say how a program downloads moved.",
    "pnpmInstallFlags gained --network-concurrency=4",
    rules=(),
)
UNPACKED_BY_SCRIPT = MoveClass(
    "unpacked-by-script", "warning", "stripRoot and a script moved: both may strip a folder.",
    "stripRoot false → true, and postFetch lost a mv", rules=("AG201",),
)  # fmt: skip
OTHER_ECOSYSTEM = MoveClass(
    "other-ecosystem",
    "error",
    "The hash is that of the dependencies of another ecosystem or package manager.",
    "the vendorHash and the npmDepsHash of one source were exchanged",
    rules=("AG202",),
)
VENDOR_OPTION_MOVED = MoveClass(
    "vendor-option-moved", "warning",
    "deleteVendor moved: it changes nothing if the source has no vendor folder.",
    "deleteVendor true → false", rules=("AG203",),
)  # fmt: skip
FETCHER_EXCHANGED = MoveClass(
    "fetcher-exchanged",
    "warning",
    "Another fetcher normalizes the patch in another way.",
    "fetchpatch → fetchpatch2",
    rules=("AG201",),
)
REQUEST_MOVED = MoveClass(
    "request-moved",
    "warning",
    "flake.lock asks for another tag or branch, but locks the old commit; both names can point to one commit.",
    "original.ref v1.0 → v1.1, locked as before",
    rules=("AG208",),
)
IMAGE_DIGEST_MOVED = MoveClass(
    "image-digest-moved",
    "warning",
    "The manifest moved; one platform's image may not have.",
    "imageDigest sha256:1f… → sha256:9b…",
    rules=("AG201", "AG208"),
)
DATE_MOVED = MoveClass("date-moved", "warning", "Only a date moved.", "date 2025-01-01 → 2025-01-02")
REPOSITORY_RENAMED = MoveClass(
    "repository-renamed",
    "warning",
    "The repository's name moved, and perhaps nothing else.",
    "repo foo → foo-ng",
)
INPUT_ADDED_OR_REMOVED = MoveClass(
    "input-added-or-removed", "warning", "A deciding input was added or removed.", "rev was removed"
)
LABEL_OF_COMMIT_MOVED = MoveClass(
    "label-of-commit-moved",
    "warning",
    "A commit id and the version that names it moved.",
    "version 0-unstable-1f0c… → 0-unstable-9b2e…",
)
COMMIT_MOVED_BY_TOOL = MoveClass(
    "commit-moved-by-tool",
    "warning",
    "A commit id moved and the hash stayed in a file that a program wrote: it may have fetched the same tree.",
    "flake.lock: rev 1f0c… → 9b2e…",
    rules=("AG201", "AG208"),
)
COMMIT_TO_TAG_OF_SAME_VERSION = MoveClass(
    "commit-to-tag-of-same-version",
    "warning",
    "A commit id became a tag, or the reverse; the version is the same or was no release.",
    "rev 1f0c… → v1.0",
)
TAG_RESPELLED = MoveClass(
    "tag-respelled", "warning", "Two tags spell the same release.", "rev v1.3.290 → sdk-1.3.290.0"
)
VERSION_RESPELLED = MoveClass(
    "version-respelled",
    "warning",
    "The version is spelled differently, or is now a release.",
    "version v1.0 → 1.0",
)
OTHER_CRATE = MoveClass(
    "other-crate", "warning", "The key of an entry names another crate of one workspace.", "foo-1.0 → bar-1.0"
)
FILE_AT_OTHER_TAG = MoveClass(
    "file-at-other-tag",
    "warning",
    "One file of a repository, or a file of licenses, at another tag: most are the same in most releases.",
    "…/v1.0/icon.png → …/v1.1/icon.png",
)
CLONED_ANEW = MoveClass(
    "cloned-anew",
    "note",
    "The source has the same inputs, but its `.git` differs with each clone.",
    "leaveDotGit = true, hash sha256-old… → sha256-new…",
    rules=("AG203",),
)
COMMIT_ABBREVIATED = MoveClass(
    "commit-abbreviated", None, "The same commit id was shortened, or written in full.",
    "rev 3f9a1c2d4e5b → 3f9a1c2d4e5b…", rules=(),
)  # fmt: skip
COMMIT_MISSPELLED = MoveClass(
    "commit-misspelled", "warning", "One of two commit ids that begin alike is misspelled.",
    "rev 3f9a1c2d4e5b… → 3f9a1c2d7081…",
)  # fmt: skip
FILE_RENAMED = MoveClass(
    "file-renamed",
    "warning",
    "The name of a file moved; the version in the name did not.",
    "name lark-7.1.deb → wren-7.1.deb",
)
PART_AT_OTHER_REVISION = MoveClass(
    "part-at-other-revision",
    "warning",
    "A part of a repository at another commit or date: many commits do not change it.",
    'rootDir = "client" stayed, rev 2026-07-12 → 2026-07-16',
)
ASSET_OWNER_RENAMED = MoveClass(
    "asset-owner-renamed",
    "note",
    "Only the owner or repository of a release file moved.",
    "…/old/x/releases/download/v1/x.zip → …/new/x/releases/download/v1/x.zip",
)
REUPLOADED = MoveClass(
    "re-uploaded",
    "warning",
    "A data file names another release, and another entry had the same hash before and still has it.",
    "sources.json: two channels share a file, one of them gained a new release name",
)
MOVED_TO_MIRROR = MoveClass(
    "moved-to-mirror",
    "warning",
    "Five or more sources of this file moved to the same new host, and all kept their hashes.",
    "…/owner/x/archive/v1.tar.gz → https://mirror.example/x.tar.gz, and so on",
)
SIBLING_FETCHED = MoveClass(
    "sibling-fetched-anew",
    "warning",
    "Other entries of this file, or of files of its name, moved alike and have new hashes: a program fetched them.",
    "gomod2nix.toml: three modules of one repository moved to one commit, one of them has a new hash",
)
FILES_KEPT = MoveClass(
    "files-of-moved-folder",
    "warning",
    "Ten or more files of a folder at another version kept their hashes, and another one has a new hash.",
    "…/deps/30/a.tar.gz → …/deps/40/a.tar.gz and so on; the hash of …/deps/40/curl.tar.gz is new",
    rules=("AG201",),
)
PROGRAM_RAN = MoveClass(
    "program-ran",
    "note",
    "A file, a module or an artifact moved, and others beside it have new hashes: they were fetched anew.",
    "sources.json: ten files of another day, one of them is the same",
)
FILE_OF_MOVED_SOURCE = MoveClass(
    "file-of-moved-source",
    "warning",
    "A file inside another source, which moved: most files are the same in most releases.",
    "url file://${src}/fix.patch, and src moved from v1.0 to v1.1",
    rules=("AG201",),
)
FILE_AT_OTHER_COMMIT = MoveClass(
    "file-at-other-commit",
    "warning",
    "One file of a repository at another commit or in another folder: most files are the same in most commits.",
    "…/1f0c…/icon.png → …/9b2e…/icon.png",
)
OTHER_FILE_AT_OTHER_COMMIT = MoveClass(
    "other-file-at-other-commit",
    "warning",
    "A file of another name at another commit.",
    "…/1f0c…/inptu.png → …/9b2e…/input.png",
)
RELEASE_FOLDER_MOVED = MoveClass(
    "release-folder-moved",
    "note",
    "A versioned file moved to another folder.",
    "…/a/x-1.0.zip → …/b/x-1.0.zip",
)
ASSET_OF_OTHER_RELEASE = MoveClass(
    "asset-of-other-release",
    "warning",
    "A versioned asset of a release with another number.",
    "…/releases/download/1.2-1/x-1.2.zip → …/releases/download/1.2-2/x-1.2.zip",
)
FOLDER_DROPPED = MoveClass(
    "folder-dropped",
    "warning",
    "A folder of the path was added or removed; no number moved.",
    "…/pub/x/data.bin → …/x/data.bin",
)
PATCH_REBASED = MoveClass(
    "patch-rebased",
    "warning",
    "A patch is from another commit, change, diff or format.",
    "…/commit/1f0c….patch → …/commit/9b2e….patch",
    rules=("AG201",),
)
URLS_EXCHANGED = MoveClass(
    "urls-exchanged",
    "note",
    "The same files are downloaded in another order.",
    "url …/x-1.0.pom and a postFetch that adds …/x-1.0.jar → the other way round",
)
URL_OF_OTHER_HOST = MoveClass(
    "url-of-other-host",
    "warning",
    "The host moved, and no version in the path did.",
    "https://a.example/get?id=1 → https://b.example/x",
)
ID_IN_DATA_URL_MOVED = MoveClass(
    "id-in-data-url-moved",
    "warning",
    "Only a commit id or a similar id moved in a data file's url: a program wrote the url and the hash.",
    "sources.json: …/archive/1f0c….tar.gz → …/archive/9b2e….tar.gz",
)
URL_OF_PIN_MOVED = MoveClass(
    "url-of-pin-moved", "warning", "The tag in the url of a pin and its version moved, and its commit id did not.",
    "version and url v1.0 → v1.1, revision 1f0c… as before", rules=("AG208",),
)  # fmt: skip
TOOL_RAN = MoveClass(
    "tool-ran",
    "note",
    "The tool fetched in this commit, and this pin has the same tree as before.",
    "flake.lock: ten inputs were updated, one has the same tree at another commit",
    rules=("AG208",),
)
TOOL_WROTE_TWICE = MoveClass(
    "tool-wrote-twice",
    "note",
    "Both files that the tool writes have this pin with this hash: the tool fetched it.",
    "generated.nix and generated.json agree",
    rules=("AG208",),
)
PIN_BESIDE_OLD_PIN = MoveClass(
    "pin-beside-old-pin",
    "warning",
    "A pin of a tool kept its hash in place, and another pin still has the old pair.",
    "npins: one of two channels moved",
    rules=("AG208",),
)
COPIED_HASH = _shared(
    "copied-hash",
    "error",
    "Two sources with different repositories or versions have one hash.",
    "a plugin copied, its repo edited, its hash kept",
)
TAGS_SHARE_HASH = _shared(
    "tags-share-hash",
    "warning",
    "Tags of two patterns or of two days, or a tag and a commit id, have one hash; they can name one commit.",
    "rev op-node/v1.9.0 and rev op-batcher/v1.9.0",
)
VERSIONS_SHARE_HASH = _shared(
    "versions-share-hash",
    "warning",
    "Two versions in a table have one hash; they can be one release.",
    '{ "1.0" = "sha256-A"; "1.1" = "sha256-A"; }',
)
PART_SHARES_HASH = _shared(
    "part-shares-hash",
    "warning",
    "Two calls of a function, or two lists of files, share one of several hashes, and other hashes differ.",
    "jpsHash of 2025.3.3 and of 2025.3.4; ideaHash differs",
)
MEMBERS_SHARE_HASH = _shared(
    "members-share-hash",
    "warning",
    "Two parts of one package had two hashes before, or one of them is new, and now they have one.",
    "the new hash of standard.yaml pasted for experimental.yaml too",
)
CONTRADICTED = MoveClass(
    "contradicted",
    "error",
    "The same content has another hash too, so one is wrong.",
    "sha256 and hash of one pin were equal, and only hash moved with rev",
)
PLATFORMS_SHARE_HASH = _shared(
    "platforms-share-hash",
    "error",
    "A platform is new, or its hash moved, and now it has the hash of the file for another platform.",
    "aarch64-linux = { url = …/x-arm64.tgz; hash = the hash of x86_64-linux; }",
)
COMMIT_IS_AT_TAG = _shared(
    "commit-is-at-tag",
    "note",
    "A tag and a commit id of one repository have one hash: most likely the tag is at this commit.",
    "rev v1.4 of tool, and rev 1f0c… of tool-git",
)
NAMES_SHARE_HASH = _shared(
    "names-share-hash",
    "warning",
    "Two archives have one version, and a common word or two environments in their names; they can be one file.",
    "tool-common-1.2.tar.gz and libtool-1.2.tar.gz, or tool-1.2-node18.tgz and tool-1.2-node20.tgz",
)
COMMITS_SHARE_HASH = _shared(
    "commits-share-hash",
    "warning",
    "Two commits of one source have one hash; the trees of two commits can be equal.",
    "two patches of two commits",
)
DEPENDENCIES_SHARE_HASH = _shared(
    "dependencies-share-hash",
    "warning",
    "Two projects have one dependency hash; a fork or a small project can have the same dependencies.",
    "vendorHash of acme/foo and of other/bar",
)

OF_VERSION = (TAG_MOVED, VERSION_MOVED, VERSION_IN_URL_MOVED, COMMIT_MOVED_BY_HAND)
"""The classes of another version of one source."""

ALL = tuple(each for each in globals().values() if isinstance(each, MoveClass))
"""Every class, in the order of this file."""
