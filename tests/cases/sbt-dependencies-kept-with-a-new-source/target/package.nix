{ fetchFromGitHub, sbt }:

sbt.mkDerivation rec {
  pname = "siskin";
  version = "1.5.0";

  src = fetchFromGitHub {
    owner = "siskin";
    repo = "siskin";
    rev = "v${version}";
    hash = "sha256-DFxujG7cHd8lydzbE5B5cTy8W7Zyzk2b+gGIhMXSSa8=";
  };

  depsSha256 = "sha256-etwwstNP8Qc6PpMhIeQZhErmSyKRRr9U5znNYZI1RDA=";
}
