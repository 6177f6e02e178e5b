final: prev: {
  finch = prev.stdenv.mkDerivation {
    pname = "finch";
    version = "2.1";
    src = ./.;
  };
  finch-data = final.callPackage ./data.nix { };
}
