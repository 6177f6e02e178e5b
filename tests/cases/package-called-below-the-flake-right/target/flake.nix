{
  outputs = { self, nixpkgs }:
    let pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in { packages.x86_64-linux.kestrel = pkgs.callPackage "${self}/pkgs/kestrel.nix" { version = "1.5"; }; };
}
