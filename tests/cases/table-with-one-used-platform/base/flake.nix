{
  outputs = { self, nixpkgs }:
    let
      system = "x86_64-linux";
      pkgs = nixpkgs.legacyPackages.${system};
      hashes = {
        x86_64-linux = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
        aarch64-linux = "sha256-3ff/Xr2dZs4WFGbBwCYkMPoE3jKw5CDuP0ieLiES44Y=";
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
