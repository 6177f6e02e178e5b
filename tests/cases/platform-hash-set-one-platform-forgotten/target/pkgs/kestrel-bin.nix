{
  stdenv,
  fetchurl,
}:

let
  inherit (stdenv.hostPlatform) system;
in
stdenv.mkDerivation rec {
  pname = "kestrel-bin";
  version = "0.32.0";

  src = fetchurl {
    url = "https://dist.example.org/kestrel/v${version}/${system}/kestrel.tar.gz";
    hash =
      {
        x86_64-linux = "sha256-/i9aJ5tlaKnD5peZMhkXoqXOnB/KzLGqgz9gt1P4TcU=";
        aarch64-linux = "sha256-XJ6ge2pOuxYMG9j0y4G9ULi6AxgZqi274Sly9Cx9hj0=";
        aarch64-darwin = "sha256-plU+dEJHL02FDDt8uagXDjmjWDKTlWuW8faJPf0kV8Y=";
      }
      .${system} or (throw "kestrel-bin: ${system} is not supported");
  };
}
