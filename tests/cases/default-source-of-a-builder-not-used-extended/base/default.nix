{ callPackage, fetchurl }:
let
  build = callPackage ./build.nix { };
in
build {
  pname = "tarn";
  version = "1.0";
  src = fetchurl {
    url = "https://example.org/tarn-1.0.tgz";
    hash = "sha256-YotJ2W3N6XpDDdT1l3BYmeCalo95NJHktwTK4zpA3AI=";
  };
}
