{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";
  inputs.foo.url = "github:foo-org/foo";
  inputs.foo.flake = false;

  outputs =
    {
      self,
      nixpkgs,
      foo,
    }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux.default = pkgs.callPackage ./foo.nix { src = foo; };
    };
}
