{ fetchurl, version ? "1.0.0", label ? "" }:
fetchurl {
  url = "https://example.org/tern-${version}.tar.gz";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
