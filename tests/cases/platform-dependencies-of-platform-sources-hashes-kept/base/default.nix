{ fetchurl, stdenv }:
let
  src = fetchurl {
    url = "https://e.org/1.0-${stdenv.hostPlatform.system}.tgz";
    hash = { x86_64-linux = "sha256-hempE+SIaccepZJ+uDgZS4NKGG7RlkceRzUhgJGOfQw="; aarch64-darwin = "sha256-0JbZX/TIhEzNrxFKJRtWBFZBIboom6z79Dhqh5O0gj4="; }.${stdenv.hostPlatform.system};
  };
in
stdenv.mkDerivation {
  name = "n";
  inherit src;
  buildPhase = "npm ci";
  outputHashMode = "recursive";
  outputHash = {
    x86_64-linux = "sha256-I1LacoDx3sw6zxuoTrlFyfwre1QQlOHQmS2//RtmZMw=";
    aarch64-darwin = "sha256-klC5kS7pHWtG4jKZRZ7NbrgVRFHWJVijoKcIp3kmrQQ=";
  }.${stdenv.hostPlatform.system};
}
