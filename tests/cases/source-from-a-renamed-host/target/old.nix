{ fetchgit }:

fetchgit {
  url = "https://forge.ops.eblu.me/mirrors/jot.git";
  rev = "v1.0.0";
  hash = "sha256-k+w9aOm9sqGONB5TEAwC4Kr+ei0MqR5Kjcf+kPCqFjM=";
}
