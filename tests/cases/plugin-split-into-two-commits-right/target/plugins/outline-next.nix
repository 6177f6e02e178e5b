{ buildVimPlugin, fetchFromGitHub }:

buildVimPlugin {
  pname = "outline";
  version = "unstable";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "outline";
    rev = "6b1f53303a732ccc8c6aae6640399827c15250e3";
    hash = "sha256-klC5kS7pHWtG4jKZRZ7NbrgVRFHWJVijoKcIp3kmrQQ=";
  };
}
