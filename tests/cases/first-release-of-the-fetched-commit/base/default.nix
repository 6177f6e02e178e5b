{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "quillpad";
  version = "2020-10-11";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quillpad";
    rev = "49707b008cd6e3fb3ecb453a472051644fb319eb";
    hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
  };
}
