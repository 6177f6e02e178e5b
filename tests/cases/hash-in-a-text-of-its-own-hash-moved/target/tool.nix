{ fetchFromGitHub }:
let
  srcHash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q=";
in
fetchFromGitHub {
  owner = "gulls";
  repo = "tool";
  rev = "72f510dd491c2c66f9de35cde71f5429fc70d156";
  hash = srcHash;
}
