# The fetchers of patches: what is filtered out of a patch stands in the environment.
{ pkgs, ... }:

let
  fetchpatch =
    args: pkgs.fixedOutput "fetchpatch" (args.name or (baseNameOf args.url)) "flat" args;
in
{
  inherit fetchpatch;
  fetchpatch2 = fetchpatch;

  fetchDebianPatch =
    {
      pname,
      version,
      debianRevision ? null,
      area ? "main",
      patch,
      hash,
      ...
    }:
    let
      full = if debianRevision == null then version else "${version}-${debianRevision}";
      prefix = builtins.substring 0 1 pname;
    in
    pkgs.fetchurlFor "registry" {
      inherit hash;
      name = patch;
      url = "https://sources.debian.org/data/${area}/${prefix}/${pname}/${full}/debian/patches/${patch}";
    };
}
