{
  description = "Flags fixed-output hashes that no longer belong to their inputs, before the commit";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      systems = [
        "aarch64-darwin"
        "aarch64-linux"
        "x86_64-darwin"
        "x86_64-linux"
      ];
      forEachSystem = make: lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      overlays.default = final: _previous: { authguard = final.callPackage ./nix/package.nix { }; };

      packages = forEachSystem (pkgs: rec {
        authguard = pkgs.callPackage ./nix/package.nix { };
        default = authguard;
      });

      apps = forEachSystem (pkgs: {
        default = {
          type = "app";
          program = lib.getExe self.packages.${pkgs.stdenv.hostPlatform.system}.authguard;
          meta.description = "git authguard";
        };
      });

      checks = forEachSystem (pkgs: {
        package = self.packages.${pkgs.stdenv.hostPlatform.system}.authguard;
      });

      devShells = forEachSystem (pkgs: {
        default = pkgs.mkShellNoCC {
          packages = [
            pkgs.gnumake
            pkgs.python3
            pkgs.uv
          ];
        };
      });

      formatter = forEachSystem (pkgs: pkgs.nixfmt-tree);

      gitHooksModules.default = ./nix/git-hooks.nix;
      flakeModules.default = ./nix/flake-module.nix;
      homeModules.default = ./nix/home-manager.nix;
    };
}
