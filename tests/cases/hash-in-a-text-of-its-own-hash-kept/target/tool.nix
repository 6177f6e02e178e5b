{ fetchFromGitHub }:
let
  srcHash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
in
fetchFromGitHub {
  owner = "gulls";
  repo = "tool";
  rev = "72f510dd491c2c66f9de35cde71f5429fc70d156";
  hash = srcHash;
}
