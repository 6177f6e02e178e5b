{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage {
  pname = "tern";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    tag = "v1.4.0";
    hash = "sha256-8WfQTa3c6EQoAILCpwu8BPmSZFRapq71Pu6gxyXRDVY=";
  };
  postPatch = ''
    cp -r ${./files}/. web
  '';
  npmDepsHash = "sha256-6BYEgm2CzKhqwpDj24MKksOjsnsa76dbt8nW2nVq/fc=";
}
