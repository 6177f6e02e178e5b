{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "quillpad";
  version = "1.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quillpad";
    rev = "v${version}";
    hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
  };
}
