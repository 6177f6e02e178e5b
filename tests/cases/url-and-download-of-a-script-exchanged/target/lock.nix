{ fetchurl }:

{
  codec = fetchurl {
    name = "codec-1.17";
    url = "https://maven.example.org/codec/1.17/codec-1.17.jar";
    hash = "sha256-pA09vP6OuYe/wbSG7ElOLWoafwOI/riJCQF8KouUtPQ=";
    recursiveHash = true;
    downloadToTemp = true;
    postFetch = ''
      mkdir -p "$out"
      cp "$downloadedFile" "$out/codec-1.17.jar"
      tryDownload "https://maven.example.org/codec/1.17/codec-1.17.pom"
      cp "$downloadedFile" "$out/codec-1.17.pom"
    '';
  };
}
