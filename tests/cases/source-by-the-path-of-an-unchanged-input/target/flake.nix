{
  inputs.tern = {
    url = "github:birds/tern";
    flake = false;
  };
  inputs.knot = {
    url = "github:birds/knot";
    flake = false;
  };
  outputs =
    { self, nixpkgs, tern, ... }@inputs:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux.tern = pkgs.buildGoModule {
        pname = "tern";
        version = "1.2.0";
        src = inputs.knot.outPath;
        vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
      };
      packages.x86_64-linux.web = pkgs.buildNpmPackage {
        pname = "web";
        version = "1.2.0";
        src = "${inputs.knot}/web";
        npmDepsHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
      };
    };
}
