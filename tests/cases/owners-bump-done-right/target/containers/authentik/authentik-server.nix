{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
  client-go ? import ./client-go.nix { inherit pkgs sources; },
  authentik-django ? import ./authentik-django.nix { inherit pkgs sources; },
}:

pkgs.buildGoModule {
  pname = "authentik-server";
  inherit (sources) version src meta;

  env.CGO_ENABLED = 0;
  subPackages = [ "cmd/server" ];

  postPatch = ''
    substituteInPlace internal/gounicorn/gounicorn.go \
      --replace-fail ./lifecycle ${authentik-django}/lifecycle
  '';
  overrideModAttrs = _: { postPatch = ""; };

  vendorHash = "sha256-5OqCbE/ZOLi+xTi+famdQG1s83MI27Y0BTIuXhn3+q4=";

  postConfigure = ''
    cp -r ${client-go} vendor/goauthentik.io/api/v3
  '';
}
