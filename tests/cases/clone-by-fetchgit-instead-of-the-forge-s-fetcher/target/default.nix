{
  buildGoModule,
  fetchFromGitHub,
  fetchFromGitLab,
  fetchgit,
}:

{
  ferry = buildGoModule rec {
    pname = "ferry";
    version = "3.2.0";

    src = fetchgit {
      url = "https://github.com/example/ferry.git";
      rev = "v${version}";
      hash = "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU=";
    };

    vendorHash = "sha256-LAwbHaaRwLPPSxS0hJ2Wf1Vy6GK5qHtjLDKMJQjmPyk=";
  };

  barge = fetchgit {
    url = "https://github.com/example/barge.git";
    rev = "v1.0.1";
    leaveDotGit = true;
    fetchSubmodules = false;
    hash = "sha256-XJ0DDVpyHPmbIDzs3M8VIOlm0xzmgR5a1zi+aWSEhRE=";
  };

  canoe = fetchFromGitLab {
    owner = "example";
    repo = "canoe";
    rev = "v0.4.0";
    fetchSubmodules = true;
    forceFetchGit = true;
    hash = "sha256-FF1e1BTAnwvDPkDLtVUaRPkSXdZ8dhVAlGQpjoBDK+I=";
  };

  kayak = fetchgit {
    url = "https://gitlab.com/example/kayak.git";
    rev = "v0.4.0";
    fetchSubmodules = false;
    hash = "sha256-5lxzXOzlJWcWgrSAyC+vsqM5oRJsxy8lYRq6pb5BGVw=";
  };
}
