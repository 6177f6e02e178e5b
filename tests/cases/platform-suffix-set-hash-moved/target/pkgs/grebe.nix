{ stdenv, fetchurl }:

let
  version = "11.5";
  target =
    {
      x86_64-linux = {
        suffix = "linux-amd64";
        sha256 = "0afw130i34qip8c9myds0sp6l74f04aahssadj6zwg4mfq5i3pc0";
      };
      aarch64-linux = {
        suffix = "linux-arm64";
        sha256 = "15s6q2yh43vv6rxl8b5d6ddgvlz3mmvjl4b84b9bhxv991k2a0aw";
      };
    }
    .${stdenv.hostPlatform.system};
in
stdenv.mkDerivation {
  pname = "grebe";
  inherit version;
  src = fetchurl {
    url = "https://get.example.org/grebe/${version}/grebe-${target.suffix}.tgz";
    inherit (target) sha256;
  };
}
