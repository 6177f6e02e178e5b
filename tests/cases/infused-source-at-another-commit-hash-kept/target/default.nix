pkgs:
let
  version = "1.0";
  src = pkgs.fetchFromGitHub {
    owner = "acme";
    repo = "main";
    tag = "v${version}";
    hash = "sha256-0P9ZdLaqUs9WK+pZIYQMAyqGCpGjUS9/6Pdo9rvgBfY=";
  };
  stb = pkgs.infuse pkgs.stb {
    __output.src.__output = {
      rev.__assign = "2ffffffffffffffffffffffffffffffffffffff2";
      hash.__assign = "sha256-reR+APm9HxvXM6IChtGfbxuvQjkE9yzBMn3Q3gf7YUE=";
    };
  };
in
pkgs.mkPackage { inherit src version stb; }
