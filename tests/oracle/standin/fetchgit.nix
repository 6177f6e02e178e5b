# fetchgit: the store name says the url's end, and of the revision only what looks like a commit id.
{ pkgs, lib, ... }:

let
  nameOf =
    {
      url,
      revision,
      rootDir,
    }:
    let
      looksLikeId = builtins.match "[a-f0-9]+" revision != null;
    in
    if rootDir != "" then
      "${lib.urlToName url}-${lib.sanitizeDerivationName rootDir}"
    else if looksLikeId then
      "${lib.urlToName url}-${builtins.substring 0 7 revision}"
    else
      lib.urlToName url;
in
{
  fetchgit =
    {
      url,
      rev ? null,
      tag ? null,
      rootDir ? "",
      fetchSubmodules ? true,
      ...
    }@args:
    assert rev == null || tag == null;
    let
      revision =
        if tag != null then
          tag
        else if rev != null then
          rev
        else
          "HEAD";
    in
    pkgs.stdenvNoCC.mkDerivation (
      removeAttrs args [
        "hash"
        "sha256"
        "tag"
      ]
      // lib.fetcherHash args
      // {
        name = args.name or (nameOf { inherit url revision rootDir; });
        inherit fetchSubmodules;
        rev = if tag != null then "refs/tags/${tag}" else revision;
        outputHashMode = "recursive";
        passthru.producer = "fetchgit";
      }
    );
}
