{ fetchFromGitHub }:
let
  srcHash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
in
fetchFromGitHub {
  owner = "gulls";
  repo = "tool";
  rev = "6b2854e66ffdd3b9f4356909435d82db5ee6da82";
  hash = "${srcHash}";
}
