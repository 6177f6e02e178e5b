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
        tag = "v1";
        name = "kestrel-${kestrel.shortRev}";
        hash = "sha256-+xXWqsGeKSan0YA4zcxyXHI0Gj3K3EO0jSoUaoJIkVE=";
      };
    };
}
