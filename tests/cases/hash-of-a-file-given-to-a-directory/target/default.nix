{ fetchurl, fetchzip, buildLuarocksPackage }:
buildLuarocksPackage {
  pname = "moon";
  version = "0.18.0-1";
  knownRockspec = (fetchurl {
    url = "mirror://luarocks/moon-0.18.0-1.rockspec";
    sha256 = "sha256-Wn4Eq8c1vkl7iC1WqjBQx1h3tFOKwr4dFiVqWRl0Yq8=";
  }).outPath;
  src = fetchzip {
    url = "https://github.com/acme/moon/archive/refs/tags/v0.18.0.zip";
    sha256 = "sha256-Wn4Eq8c1vkl7iC1WqjBQx1h3tFOKwr4dFiVqWRl0Yq8=";
  };
}
