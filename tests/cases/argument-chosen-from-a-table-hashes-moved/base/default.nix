{ callPackage, lib }:
let
  table = {
    blue = {
      v = "3.1";
      digest = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    };
    green = {
      v = "2.9";
      digest = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
  };
  entry = name: table.${name};
  make = callPackage ./make.nix;
in
lib.genAttrs [ "blue" ] (name: callPackage ./make.nix { conf = table.${name}; })
// {
  olive = make { conf = entry "green"; };
}
