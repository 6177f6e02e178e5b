{
  outputs = { self, nixpkgs }:
    let
      system = "x86_64-linux";
      pkgs = nixpkgs.legacyPackages.${system};
      hashes = {
        x86_64-linux = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
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
