{
  stdenv,
  fetchFromGitHub,
  siskinVersion,
}:

stdenv.mkDerivation {
  pname = "siskin";
  version = siskinVersion;
  src = fetchFromGitHub {
    owner = "siskin";
    repo = "siskin";
    tag = siskinVersion;
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
}
