{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "awl";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "awl";
    rev = "v1.2.0";
    hash = "sha256-jCWR7ayvmI1mRMiXuxp4DLY4Rp7Qfuqll6pb6GBvTZU=";
  };
  patches = [ ./fix-build.patch ];
}
