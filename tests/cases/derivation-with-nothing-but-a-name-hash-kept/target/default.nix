{ runCommand, system }:
let
  addedByHand = { name, outputHash }: builtins.derivation {
    inherit name outputHash system;
    builder = runCommand "missing" { } ''
      echo "Please add ${name} to the store with nix-store --add-fixed sha256 ${name}"
      exit 1
    '';
    outputHashMode = "flat";
    outputHashAlgo = "sha256";
  };
in
{
  platform = addedByHand {
    name = "platform-9.7.0_SAL1.3.5_2.zip";
    outputHash = "0936ca0ae2620384831e3beac98b3421e915a0755be911697f973b58568f2afb";
  };
  tools = addedByHand {
    name = "tools-9.8.0.tgz";
    outputHash = "d817f609a76b3b5e6805c25c578897f9ba2204e7d694e5f76593694ca74f67ac";
  };
  manual = addedByHand {
    name = "manual.pdf";
    outputHash = "566994d074ba93908307890761f8d14b4e22fb8759085da3d71c7a2f820fe2ec";
  };
}
