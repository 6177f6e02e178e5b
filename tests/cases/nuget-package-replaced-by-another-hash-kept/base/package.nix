{ buildDotnetModule, fetchFromGitHub }:

buildDotnetModule {
  pname = "heron";
  version = "1.0";
  src = ./.;
  nugetDeps = ./deps.json;
}
