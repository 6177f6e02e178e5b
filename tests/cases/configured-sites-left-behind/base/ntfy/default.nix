{ callPackage, dockerTools }:

let
  sources = callPackage ./sources.nix { };
  version = "2.11.0";
in
dockerTools.buildImage {
  name = "ntfy";
  tag = version;
  copyToRoot = sources.src;
}
