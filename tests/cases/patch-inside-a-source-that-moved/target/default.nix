{
  lib,
  buildGoModule,
  fetchFromGitHub,
  fetchpatch,
}:

let
  version = "1.1";

  src = fetchFromGitHub {
    owner = "lark-org";
    repo = "lark";
    rev = "v${version}";
    hash = "sha256-sF4kR2Kx5HK+iak4AMw+4yZ0POy1WYS/EoE63bjeZtA=";
  };

  prepared =
    name: hash:
    fetchpatch {
      url = "file://${src}/patches/${name}";
      inherit hash;
      stripLen = 1;
    };
in
buildGoModule {
  pname = "lark";
  inherit version src;
  vendorHash = null;
  patches = [
    (prepared "wings.patch" "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=")
  ];
}
