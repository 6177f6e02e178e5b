{ fetchurl, config }:
fetchurl {
  url = "https://example.org/tern-2.1-${config.machine.arch}.tar.xz";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
