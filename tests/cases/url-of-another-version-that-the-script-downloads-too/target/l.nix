{ fetchurl }:

fetchurl {
  name = "codec";
  url = "https://maven.example.org/codec/codec-1.1.0.pom";
  hash = "sha256-pA09vP6OuYe/wbSG7ElOLWoafwOI/riJCQF8KouUtPQ=";
  recursiveHash = true;
  downloadToTemp = true;
  postFetch = ''
    curl https://maven.example.org/codec/codec-1.0.0.pom https://maven.example.org/codec/codec-1.1.0.pom
  '';
}
