{ fetchFromGitHub, sbt }:

sbt.mkDerivation rec {
  pname = "siskin";
  version = "1.4.0";

  src = fetchFromGitHub {
    owner = "siskin";
    repo = "siskin";
    rev = "v${version}";
    hash = "sha256-8UaB3VrziGyNV8W8jIWfp8EurwXa0UrVbZM3vjA74hQ=";
  };

  depsSha256 = "sha256-etwwstNP8Qc6PpMhIeQZhErmSyKRRr9U5znNYZI1RDA=";
}
