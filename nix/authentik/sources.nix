# The version that is built, its two source trees, and its description.
#
# Every other file takes this set as its `sources` argument and states nothing of its own, with one
# exception: the literal in default.nix, which CI reads. On a new version both hashes below move,
# and those of python-deps.nix, webui-deps.nix and authentik-server.nix are to be checked.
{
  pkgs ? import <nixpkgs> { },
}:

let
  version = "2026.2.0";
in
{
  inherit version;

  # Both trees come from mirrors on our own forge. Note that a tag is no part of the store name of
  # a fetchgit: with the version moved and the hash left, Nix serves the old tree from the store and
  # says nothing.
  src = pkgs.fetchgit {
    url = "https://forge.eblu.me/mirrors/authentik.git";
    rev = "version/${version}";
    hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
  };

  # Only the generator's configuration, its templates and the module files are used; see
  # client-go.nix.
  client-go-src = pkgs.fetchgit {
    url = "https://forge.eblu.me/mirrors/authentik-client-go.git";
    rev = "v3.${version}";
    hash = "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY=";
  };

  # Proof: the client's hash was computed for this repository, from the public history of its tag.
  # The hash of src is that of the packaging which this one follows.

  meta = {
    description = "Authentication glue you need";
    homepage = "https://goauthentik.io/";
    changelog = "https://github.com/goauthentik/authentik/releases/tag/version%2F${version}";
    license = pkgs.lib.licenses.mit;
    mainProgram = "authentik";
    # What webui-deps.nix has a hash for.
    platforms = [ "x86_64-linux" ];
  };
}
