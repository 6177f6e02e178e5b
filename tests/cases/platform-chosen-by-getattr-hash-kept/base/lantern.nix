{ stdenvNoCC, fetchurl }:

stdenvNoCC.mkDerivation rec {
  pname = "lantern";
  version = "3.1.0";

  src = fetchurl {
    url = builtins.getAttr stdenvNoCC.hostPlatform.system {
      x86_64-linux = "https://lantern.example.org/${version}/lantern-amd64.tar.gz";
      aarch64-linux = "https://lantern.example.org/${version}/lantern-arm64.tar.gz";
    };
    hash = builtins.getAttr stdenvNoCC.hostPlatform.system {
      x86_64-linux = "sha256-tmuRo8K2JcdhJ5rEo41Yua4P7hcsJ3C+pixJoDMiJKY=";
      aarch64-linux = "sha256-AQbbeNVK6lni52pYXDrpzqxncCtChRFxhEuuExujmtE=";
    };
  };
}
