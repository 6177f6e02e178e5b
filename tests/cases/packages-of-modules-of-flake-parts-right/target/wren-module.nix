{
  perSystem =
    { pkgs, ... }:
    {
      packages.wren = pkgs.stdenv.mkDerivation {
        pname = "wren";
        version = "1.5.0";
        src = ./.;
      };
      packages.finch = pkgs.stdenv.mkDerivation {
        pname = "finch";
        version = "2.0";
        src = ./.;
      };
    };
}
