{ pkgs, craneLib }: rec {
    mkTern = import ./mkTern.nix;
    b = mkTern { inherit pkgs; };
    a = craneLib.mkTern { inherit pkgs; version = "1.2.0"; };
}
