pkgs:
let
  version = "1.1";
  src = pkgs.fetchFromGitHub {
    owner = "acme";
    repo = "main";
    tag = "v${version}";
    hash = "sha256-sF4kR2Kx5HK+iak4AMw+4yZ0POy1WYS/EoE63bjeZtA=";
  };
  stb = pkgs.infuse pkgs.stb {
    __output.src.__output = {
      rev.__assign = "fffffffffffffffffffffffffffffffffffffff1";
      hash.__assign = "sha256-reR+APm9HxvXM6IChtGfbxuvQjkE9yzBMn3Q3gf7YUE=";
    };
  };
in
pkgs.mkPackage { inherit src version stb; }
