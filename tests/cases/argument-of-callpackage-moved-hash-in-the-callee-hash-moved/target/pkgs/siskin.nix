{
  stdenv,
  fetchFromGitHub,
  version,
}:

stdenv.mkDerivation {
  pname = "siskin";
  inherit version;
  src = fetchFromGitHub {
    owner = "siskin";
    repo = "siskin";
    rev = "v${version}";
    hash = "sha256-HrM9VOEUpdzG0PNOV9Dpa6JwnuazfCc7B/05RDvS+mY=";
  };
}
