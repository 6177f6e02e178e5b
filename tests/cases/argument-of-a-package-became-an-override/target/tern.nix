{ stdenv, fetchFromGitHub, version ? "1.5.0" }:
stdenv.mkDerivation {
  pname = "tern";
  inherit version;
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    tag = "v${version}";
    hash = "sha256-8WfQTa3c6EQoAILCpwu8BPmSZFRapq71Pu6gxyXRDVY=";
  };
}
