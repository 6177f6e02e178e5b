{ fetchurl, release }:
fetchurl {
  url = "https://example.org/gull-${release.gull}.tar.gz";
  hash = "sha256-TS9LZoz8SOYFnTbpEya/h945uoGfNUUEd7wc5hSmO70=";
}
