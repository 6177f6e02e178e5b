{ fetchurl, version }:
fetchurl {
  url = "https://example.org/tern-${version}.tar.gz";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
