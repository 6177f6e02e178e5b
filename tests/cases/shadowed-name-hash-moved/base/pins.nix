{ fetchFromGitHub }:

let
  rev = "v1.0";
in
{
  outer = fetchFromGitHub {
    owner = "ruff-org";
    repo = "outer";
    inherit rev;
    hash = "sha256-Vg4+ErHg2voWHmL7MyetZcmLfNU4SbF8Yn6NPh1BnWo=";
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
