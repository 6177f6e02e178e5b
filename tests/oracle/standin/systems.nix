# The older systems of version control, and what is fetched by other ways than http.
{ pkgs, lib, ... }:

let
  inherit (pkgs) fixedOutput;

  named = producer: name: args: fixedOutput producer (args.name or name) "recursive" args;

  # Of a url, its last parts from the back.
  partsOf = url: lib.reverseList (lib.splitString "/" (lib.removeSuffix "/" url)) ++ [ "" "" "" ];

  svnName =
    url: rev:
    let
      parts = partsOf url;
      at = builtins.elemAt parts;
      isKind = builtins.elem (at 1) [
        "branches"
        "branch"
        "tags"
        "tag"
      ];
      repo =
        if at 0 == "trunk" then
          at 1
        else if isKind then
          "${at 2}-${at 0}"
        else
          at 0;
    in
    "${repo}-r${rev}";

  prefixed =
    producer: prefix: args:
    fixedOutput producer (if args ? name then "${prefix}-${args.name}" else prefix) "recursive" args;
in
{
  fetchsvn =
    args: named "fetchsvn" (svnName args.url (toString (args.rev or "HEAD"))) ({ rev = "HEAD"; } // args);
  fetchsvnssh = args: fixedOutput "fetchsvnssh" "svn-export-ssh" "recursive" args;
  fetchhg = prefixed "fetchhg" "hg-archive";
  fetchfossil = prefixed "fetchfossil" "fossil-archive";
  fetchcvs = args: fixedOutput "fetchcvs" "cvs-export" "recursive" args;
  fetchbzr = args: fixedOutput "fetchbzr" "bzr-export" "recursive" args;
  fetchdarcs = named "fetchdarcs" "fetchdarcs";
  fetchpijul = args: named "fetchpijul" "fetchpijul" ({ channel = "main"; } // args);
  fetchmtn = named "fetchmtn" "mtn-checkout";

  fetchs3 =
    args:
    fixedOutput "fetchs3" (args.name or (baseNameOf args.s3url)) (
      if args.recursiveHash or false then "recursive" else "flat"
    ) args;
  fetchtorrent =
    args:
    let
      magnet = builtins.match ".*xt=urn:bt[im]h:([^&]{40}).*" args.url;
    in
    fixedOutput "fetchtorrent" (
      args.name or (if magnet == null then "bittorrent" else "bittorrent-${builtins.head magnet}")
    ) (if args.recursiveHash or true then "recursive" else "flat") args;
  fetchipfs = args: fixedOutput "fetchipfs" args.ipfs "recursive" args;
}
