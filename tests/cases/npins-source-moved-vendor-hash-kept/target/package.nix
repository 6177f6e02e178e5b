{
  lib,
  buildGoModule,
  sources ? import ./npins,
}:

buildGoModule {
  pname = "moorhen";
  version = lib.removePrefix "v" sources.moorhen.version;
  src = sources.moorhen;
  vendorHash = "sha256-8b6alEHGhJT7YxApmO49NAUyOGLscirlpqDJUmfpDFc=";
}
