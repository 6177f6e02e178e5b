{
  lib,
  stdenv,
  fetchurl,
}:
let
  version = "1.0";
  hashes = {
    x86_64-linux = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
    aarch64-linux = lib.fakeHash;
  };
  system = stdenv.hostPlatform.system;
in
fetchurl {
  url = "https://example.org/tool-${version}-${system}.tar.gz";
  hash = hashes.${system};
}
