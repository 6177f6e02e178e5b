{
  outputs = { self, nixpkgs }:
    let
      system = "x86_64-linux";
      pkgs = nixpkgs.legacyPackages.${system};
      hashes = {
        x86_64-linux = "sha256-hE7MCBZOLqsnY0qa3uGvplmeWJVw5xl4TggM50f8DkU=";
        aarch64-linux = "sha256-7fuIoPy44kKw3hGGWqKgfOGRPpFiXiSZ4zaK3Cehn5I=";
      };
    in
    {
      packages.${system}.default = pkgs.stdenv.mkDerivation {
        name = "heron";
        src = ./.;
        outputHashAlgo = "sha256";
        outputHashMode = "recursive";
        outputHash = hashes.${system};
        buildPhase = "lake exe cache get; lake build heron";
      };
    };
}
