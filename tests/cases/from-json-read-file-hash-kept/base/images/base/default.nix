{ pkgs }:

let
  pins = builtins.fromJSON (builtins.readFile ./pins.json);
in
pkgs.runCommand "base-layer" { } ''
  tar -xzf ${
    pkgs.fetchurl {
      url = "https://cdimage.example.org/releases/${pins.rootfs.serial}/rootfs-amd64.tar.gz";
      inherit (pins.rootfs) sha256;
    }
  } -C $out
''
