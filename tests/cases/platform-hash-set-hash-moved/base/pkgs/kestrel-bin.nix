{
  stdenv,
  fetchurl,
}:

let
  inherit (stdenv.hostPlatform) system;
in
stdenv.mkDerivation rec {
  pname = "kestrel-bin";
  version = "0.31.0";

  src = fetchurl {
    url = "https://dist.example.org/kestrel/v${version}/${system}/kestrel.tar.gz";
    hash =
      {
        x86_64-linux = "sha256-ZAafb/S6hJXJj0HIg+k0PRZ042X6HaWV5/9DrQLp/+k=";
        aarch64-linux = "sha256-OcvPwbCM2XazafHf13k57va+iaJzPGvLwTRnnIvbmTk=";
        aarch64-darwin = "sha256-plU+dEJHL02FDDt8uagXDjmjWDKTlWuW8faJPf0kV8Y=";
      }
      .${system} or (throw "kestrel-bin: ${system} is not supported");
  };
}
