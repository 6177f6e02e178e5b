{
  lib,
  buildGoModule,
  sources ? import ./npins,
}:

buildGoModule {
  pname = "moorhen";
  version = lib.removePrefix "v" sources.moorhen.version;
  src = sources.moorhen;
  vendorHash = "sha256-sLrt80AGoGgqU6qDFc2WbsIScAOoDRgKuY7xoc1gzh8=";
}
