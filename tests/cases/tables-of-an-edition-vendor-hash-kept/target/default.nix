{ lib, buildGoModule, fetchFromGitHub, edition ? "oss" }:
let
  repos = { oss = "srv"; ent = "srv-ent"; };
  versions = { oss = "1.2.0"; ent = "1.1.1"; };
  hashes = { oss = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI="; ent = "sha256-rA8JwPi/XnpLBj2GMlXxbYzpq+YA4ojZNM8xO8v/Y+s="; };
  vendorHashes = { oss = "sha256-XhwmsvfFuK5uCz2n/MmbhBaX6F1l/ru1fySyt6GZsDc="; ent = "sha256-Z9NVVMH2BjjW1yoO3ARUUKhB9++r4PmEO35lNJkJRTg="; };
in
buildGoModule (finalAttrs: {
  pname = repos.${edition};
  version = versions.${edition};
  src = fetchFromGitHub {
    owner = "acme";
    repo = repos.${edition};
    tag = "v${finalAttrs.version}";
    hash = hashes.${edition};
  };
  vendorHash = vendorHashes.${edition};
})
