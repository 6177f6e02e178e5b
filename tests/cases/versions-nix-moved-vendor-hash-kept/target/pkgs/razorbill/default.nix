{
  buildGoModule,
  fetchFromGitHub,
}:

let
  versions = import ../../versions.nix;
in
buildGoModule {
  pname = "razorbill";
  version = versions.razorbill;

  src = fetchFromGitHub {
    owner = "auk";
    repo = "razorbill";
    tag = "v${versions.razorbill}";
    hash = "sha256-ZiF/10o9seHymXojnhlzqzlil2otMK3mu18nemLTHRI=";
  };

  vendorHash = "sha256-JMm+wa5l8yrpo1hJh4zv/XmEMXzZn5ijJz38kAlaWXs=";
}
