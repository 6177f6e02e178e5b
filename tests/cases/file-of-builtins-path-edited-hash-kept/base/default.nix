{ runCommand }:

let
  tides = builtins.path {
    path = ./data/tides.csv;
    sha256 = "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU=";
  };
in
runCommand "tide-table" { } ''
  sort ${tides} > $out
''
