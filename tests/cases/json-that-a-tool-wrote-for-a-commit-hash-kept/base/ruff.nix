{ fetchFromGitHub }:

let
  pin = builtins.fromJSON (builtins.readFile ./version.json);
in
map (name: { inherit name pin; }) [ "ruff" ]
