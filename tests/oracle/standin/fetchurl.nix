# fetchurl and fetchzip.
{ pkgs, ... }:

let
  urlsOf =
    args: args.urls or [ ] ++ (if args ? url then [ args.url ] else [ ]);

  fetchurlFor =
    producer: args:
    let
      name =
        if args ? pname && args ? version then
          "${args.pname}-${args.version}"
        else
          args.name or (baseNameOf (builtins.head (urlsOf args)));
      recursive = args.recursiveHash or false || args.executable or false;
    in
    pkgs.fixedOutput producer name (if recursive then "recursive" else "flat") (
      removeAttrs args [
        "pname"
        "version"
      ]
    );

  fetchzipFor =
    producer: args: pkgs.fixedOutput producer (args.name or "source") "recursive" args;
in
{
  # By which rules a fetch on top of these goes, it says itself.
  inherit fetchurlFor fetchzipFor;

  # Named by pname and version, or by name, or by the end of the first url, its query included.
  fetchurl = fetchurlFor "fetchurl";

  # Whatever the url says, an unpacked archive is called `source`.
  fetchzip = fetchzipFor "fetchzip";
}
