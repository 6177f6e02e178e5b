{ fetchurl, stdenv }:
let
  src = fetchurl {
    url = "https://e.org/1.1-${stdenv.hostPlatform.system}.tgz";
    hash = { x86_64-linux = "sha256-WmNiMg8apVSwfl65Gz0knalKt97MAl70bRUvahUCOBk="; aarch64-darwin = "sha256-7Uz2GDo1XzmaUgv/0yMJrmH5ZVbvuzDI+fVkKLz24t0="; }.${stdenv.hostPlatform.system};
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
