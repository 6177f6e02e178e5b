{ callPackage, lib }:
let
  table = {
    blue = {
      v = "3.2";
      digest = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
    green = {
      v = "2.10";
      digest = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
    };
  };
  entry = name: table.${name};
  make = callPackage ./make.nix;
in
lib.genAttrs [ "blue" ] (name: callPackage ./make.nix { conf = table.${name}; })
// {
  olive = make { conf = entry "green"; };
}
