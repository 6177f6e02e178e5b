{
  stdenv,
  fetchurl,
}:

let
  version = "1.13.0";
  source =
    if stdenv.hostPlatform.isDarwin then
      fetchurl {
        url = "https://releases.example.org/cobalt/${version}/cobalt-macos.zip";
        hash = "sha256-P/oZ0zzO11B+Jq1k5ChS6VPKOJJ8CxHSq3tasDVGGIA=";
      }
    else
      fetchurl {
        url = "https://releases.example.org/cobalt/${version}/cobalt-linux.tar.gz";
        hash = "sha256-B51OHti4erVt9NlEAW77zXL0bF8ESYzSEih8wW5bwjk=";
      };
in
stdenv.mkDerivation {
  pname = "cobalt-bin";
  inherit version;
  src = source;
}
