{ fetchFromGitHub, release }:

fetchFromGitHub {
  inherit (release) owner;
  repo = "linnet";
  tag = "v${release.version}";
  hash = "sha256-MxEu4U7kacPrUv6QMi7IHdQEoAk9Vlptcc53y8gSTjs=";
}
