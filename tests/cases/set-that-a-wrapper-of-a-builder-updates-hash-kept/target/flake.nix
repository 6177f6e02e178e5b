{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  outputs = { self, nixpkgs }: let
    version = self.shortRev or "dirty";
    systems = [ "x86_64-linux" "aarch64-linux" ];
  in {
    packages = nixpkgs.lib.genAttrs systems (system: import ./nix/packages.nix { pkgs = nixpkgs.legacyPackages.${system}; inherit self version; });
  };
}
