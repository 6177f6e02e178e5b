{ fetchFromGitHub }:

rec {
  version = "1.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "tool";
    rev = "v${version}";
    hash = "sha256-KO4DClizwSpaD86hVlhSn78cEW1iyu9nGKIlUV8WU08=";
  };
}
