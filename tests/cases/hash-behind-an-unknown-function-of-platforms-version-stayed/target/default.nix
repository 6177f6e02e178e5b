{ stdenv, fetchurl, bySystem }:

let
  platform = bySystem {
    x86_64-linux = "linux";
    aarch64-linux = "linux-arm";
  };
  hash = bySystem {
    x86_64-linux = "sha256-cRQw9hZOk4A9k0KLwfq4D0HiE7sZdokwfehgbUN8MDg=";
    aarch64-linux = "sha256-TS9LZoz8SOYFnTbpEya/h945uoGfNUUEd7wc5hSmO70=";
  };
in
stdenv.mkDerivation rec {
  pname = "garganey";
  version = "1.9.0";
  src = fetchurl {
    url = "https://example.org/garganey-${version}-${platform}.tar.gz";
    inherit hash;
  };
}
