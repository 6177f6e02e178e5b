{ fetchurl, lib, system }:

let
  entry =
    lib.findFirst (each: each.system == system)
      {
        file = "tool-1.1.tgz";
        hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
      }
      [
        {
          system = "x86_64-linux";
          file = "tool-0.1.tgz";
          hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
        }
      ];
in
fetchurl {
  url = "https://example.org/${entry.file}";
  inherit (entry) hash;
}
