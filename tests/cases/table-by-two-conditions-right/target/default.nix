{ stdenv, fetchurl }:
let
  os = if stdenv.hostPlatform.isDarwin then "darwin" else "linux";
  cpu = if stdenv.hostPlatform.isAarch64 then "arm64" else "amd64";
in fetchurl {
  url = "https://example.org/v1.30.1/${os}/${cpu}/tool";
  hash = {
    linux-amd64 = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc=";
    linux-arm64 = "sha256-SBTZIJOsig9KIWOrh97lCbowalj1iIvg7csvzQcSAos=";
  }."${os}-${cpu}";
}
