{
  inputs.kestrel = {
    url = "github:example/kestrel";
    flake = false;
  };

  outputs =
    { nixpkgs, kestrel, ... }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux.default = pkgs.fetchFromGitHub {
        owner = "example";
        repo = "kestrel";
        inherit (kestrel) rev;
        fetchSubmodules = true;
        hash = "sha256-cJXlUlz9dCkHGYdyxdYUMukTLpnQ/N2gXw/Qzm5i4Zs=";
      };
    };
}
