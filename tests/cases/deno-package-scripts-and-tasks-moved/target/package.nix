{ fetchFromGitHub, buildDenoPackage }:

buildDenoPackage rec {
  pname = "dunlin";
  version = "0.8.2";

  src = fetchFromGitHub {
    owner = "dunlin";
    repo = "dunlin";
    tag = version;
    hash = "sha256-5y5sSjFGDBbGYVizeKnSiPO+tM7HcTKyxWQunTPkoAQ=";
  };

  denoDepsHash = "sha256-QsLbZ7rWzcUGzsFouaF7l8OK0dyD9dE+nosmcjA2Dt0=";
  sourceRoot = "source/app";
  postPatch = "mv deno.lock.orig deno.lock";
}
