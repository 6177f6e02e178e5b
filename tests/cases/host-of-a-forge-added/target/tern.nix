{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "acme";
  repo = "tern";
  tag = "v1.4.0";
  githubBase = "git.example.net";
  hash = "sha256-8WfQTa3c6EQoAILCpwu8BPmSZFRapq71Pu6gxyXRDVY=";
}
