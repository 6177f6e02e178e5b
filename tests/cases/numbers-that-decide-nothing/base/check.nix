{ runCommand }:

let
  actual = import ./actual.nix;
  expected = {
    packageVersion = "0.84.1";
    theme = {
      target = "themes/dark.json";
      sha256 = "3cb8201e7ff1e7777446032ef1bf4338535aadbabe464c15411cdce8c2317590";
    };
  };
in
assert actual == expected;
runCommand "check" { } "touch $out"
