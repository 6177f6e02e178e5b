{ fetchFromGitHub }:
{
  src = fetchFromGitHub {
    owner = "two";
    repo = "lathe";
    rev = "v1.0";
    hash = "sha256-ayPA1fNdGxH5toPwsKYXNV3rESd9ka4JHTmcZVuHlA0=";
  };
}
