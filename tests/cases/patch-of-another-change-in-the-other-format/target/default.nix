{ stdenv, fetchpatch2, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "tool";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tool";
    rev = "v1.4.0";
    hash = "sha256-lSIdoqfIeBYJPQDBuKvXpPADZEqEuuFaJxM9LPhlgZ4=";
  };
  patches = [
    (fetchpatch2 {
      url = "https://github.com/acme/tool/pull/324.patch";
      hash = "sha256-gkJmu91LIbHD29+5EnaHOzSZnpW8JbGLFMbTQY9RtTA=";
    })
  ];
}
