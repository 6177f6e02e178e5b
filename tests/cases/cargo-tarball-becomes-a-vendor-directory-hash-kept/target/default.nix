{ stdenv, fetchFromGitHub, rustPlatform }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "quern";
    rev = "v${version}";
    hash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
  };
  cargoDeps = rustPlatform.fetchCargoVendor {
    inherit pname version src;
    hash = "sha256-IArMKopZZoq6olH9eHWVcKLo0KVCoHGmWEd4h6hus08=";
  };
  nativeBuildInputs = [ rustPlatform.cargoSetupHook ];
}
