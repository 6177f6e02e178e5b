{ poetry2nix, pkgs }:
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = poetry2nix.defaultPoetryOverrides.extend (self: super: {
    orjson = super.orjson.overridePythonAttrs (old: {
      cargoDeps = with pkgs.rustPlatform; fetchCargoTarball {
        inherit (old) src;
        name = "${old.pname}-${old.version}";
        hash = { "1.3.0" = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; "1.1.0" = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }.${old.version};
      };
    });
  });
}
