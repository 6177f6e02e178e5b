{
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation rec {
  pname = "cobalt-bin";
  version = "1.13.0";
  src = fetchurl {
    url =
      if stdenv.hostPlatform.isDarwin then
        "https://releases.example.org/cobalt/cobalt-${version}.zip"
      else
        "https://releases.example.org/cobalt/cobalt-${version}.tar.gz";
    hash =
      if stdenv.hostPlatform.isDarwin then
        "sha256-P/oZ0zzO11B+Jq1k5ChS6VPKOJJ8CxHSq3tasDVGGIA="
      else
        "sha256-B51OHti4erVt9NlEAW77zXL0bF8ESYzSEih8wW5bwjk=";
  };
}
