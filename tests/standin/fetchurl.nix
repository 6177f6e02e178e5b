# fetchurl and fetchzip.
{ pkgs, lib, ... }:

let
  fetch =
    name: mode: args:
    pkgs.stdenvNoCC.mkDerivation (
      removeAttrs args [
        "hash"
        "pname"
        "sha1"
        "sha256"
        "sha512"
        "version"
      ]
      // lib.fetcherHash args
      // {
        inherit name;
        outputHashMode = mode;
      }
    );

  urlsOf = args: args.urls or [ ] ++ lib.optional (args ? url) args.url;
in
{
  # Named by pname and version, or by name, or by the end of the first url, its query included.
  fetchurl =
    args:
    let
      name =
        if args ? pname && args ? version then
          "${args.pname}-${args.version}"
        else
          args.name or (baseNameOf (builtins.head (urlsOf args)));
      recursive = args.recursiveHash or false || args.executable or false;
    in
    fetch name (if recursive then "recursive" else "flat") args;

  # Whatever the url says, an unpacked archive is called `source`.
  fetchzip = args: fetch (args.name or "source") "recursive" args;
}
