{ stdenv, fetchurl }:
let
  os = if stdenv.hostPlatform.isDarwin then "darwin" else "linux";
  cpu = if stdenv.hostPlatform.isAarch64 then "arm64" else "amd64";
in fetchurl {
  url = "https://example.org/v1.30.0/${os}/${cpu}/tool";
  hash = {
    linux-amd64 = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    linux-arm64 = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  }."${os}-${cpu}";
}
