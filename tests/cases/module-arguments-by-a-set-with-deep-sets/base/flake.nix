{
  outputs = inputs@{ flake-parts, ... }: flake-parts.lib.mkFlake { inherit inputs; } {
    imports = [ ./app/app.nix ];
    perSystem = { pkgs, ... }: {
      _module.args = rec { a = { b = { c = { d = { }; }; }; }; buildApp = import ./tools/build.nix { inherit pkgs; }; };
    };
  };
}
