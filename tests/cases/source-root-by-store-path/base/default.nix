{ buildGoModule, buildNpmPackage, rustPlatform, fetchFromGitHub, fetchurl }:
let src = fetchFromGitHub { owner = "o"; repo = "m"; rev = "84846c83529117f77ea9d337f32cff232f422666"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; }; in
{
  g = buildGoModule { pname = "g"; version = "1"; inherit src; sourceRoot = "${src.name}/g"; vendorHash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik="; };
  n = buildNpmPackage { pname = "n"; version = "1"; inherit src; sourceRoot = "source/n"; npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk="; };
  r = rustPlatform.buildRustPackage { pname = "r"; version = "1"; inherit src; sourceRoot = "${src}/r"; cargoHash = "sha256-RUNJ5CLwUpcZHq0T4h09tSDlq+9SBV5JZLgvshP1k6E="; };
}
