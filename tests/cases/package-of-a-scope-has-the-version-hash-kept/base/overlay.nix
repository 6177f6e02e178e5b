final: prev: {
  finch = prev.stdenv.mkDerivation {
    pname = "finch";
    version = "2.0";
    src = ./.;
  };
  finch-data = final.callPackage ./data.nix { };
}
