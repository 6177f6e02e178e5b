{ fetchFromGitHub, fetchurl }:
{
  a = fetchFromGitHub {
    owner = "one";
    repo = "tool";
    rev = "v1.0";
    hash = "sha256-dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=";
  };
  b = fetchFromGitHub {
    owner = "two";
    repo = "tool";
    rev = "v1.0";
    hash = "sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=";
  };
}
