{
  buildGoModule,
  fetchFromGitHub,
  version ? "1.4.0",
  hash ? "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU=",
  vendorHash ? "sha256-LAwbHaaRwLPPSxS0hJ2Wf1Vy6GK5qHtjLDKMJQjmPyk=",
}:

buildGoModule {
  pname = "beacon";
  inherit version vendorHash;

  src = fetchFromGitHub {
    owner = "example";
    repo = "beacon";
    rev = "v${version}";
    inherit hash;
  };
}
