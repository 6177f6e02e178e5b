{ fetchFromGitHub }:

let
  rev = "v1.1";
in
{
  outer = fetchFromGitHub {
    owner = "ruff-org";
    repo = "outer";
    inherit rev;
    hash = "sha256-fXykTmp3OqCMhy8YMYS9BpUhT1p35V/DmdhSo+9gjrc=";
  };
  inner =
    let
      rev = "v7.2";
    in
    fetchFromGitHub {
      owner = "ruff-org";
      repo = "inner";
      inherit rev;
      hash = "sha256-M79vvXzYN5eFoh4jPY4J+CTnurRZFoqWMSwciCwdfh8=";
    };
}
