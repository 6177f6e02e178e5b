{ stdenv, fetchurl }:
stdenv.mkDerivation rec {
  pname = "tool";
  version = "1.0.3";
  src = fetchurl {
    url = "https://github.com/acme/tool/releases/latest/download/tool_linux_amd64";
    hash = "sha256-cQqdJlPIvTaJ5FF3jaudrsDeTEx1+QB4jM8j7yVLEio=";
  };
}
