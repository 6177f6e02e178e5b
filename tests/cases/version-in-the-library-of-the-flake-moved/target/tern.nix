{ stdenv, fetchFromGitHub, lib }:
stdenv.mkDerivation {
  pname = "tern";
  version = "1";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    tag = "v${lib.toolVersion}";
    hash = "sha256-8WfQTa3c6EQoAILCpwu8BPmSZFRapq71Pu6gxyXRDVY=";
  };
}
