{ buildGoModule, buildNpmPackage, fetchFromGitHub }:
{
  go = buildGoModule {
    pname = "go";
    version = "1.0";
    src = fetchFromGitHub { owner = "o"; repo = "go"; tag = "v1.0"; hash = "sha256-elRDtmNnE7qmNQwc8+xiCydxqNQR6jGAxdRrUCuat30="; };
    patches = [ ./a.patch ./b.patch ];
    vendorHash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
  };
  npm = buildNpmPackage {
    pname = "npm";
    version = "1.0";
    src = fetchFromGitHub { owner = "o"; repo = "npm"; tag = "v1.0"; hash = "sha256-e/um4AIfH9EYPf7+YCFvExQDZXiHgPKib9j8Hwiyqiw="; };
    patches = [ ./a.patch ./b.patch ];
    npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
  };
}
