# The Go server: answers HTTP, serves the web interface from disk, and starts gunicorn for
# everything else.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
  client-go ? import ./client-go.nix { inherit pkgs sources; },
  webui ? import ./webui.nix { inherit pkgs sources; },
  authentik-django ? import ./authentik-django.nix { inherit pkgs sources webui; },
}:

let
  api-go-vendor-hook = import ./api-go-vendor-hook.nix { inherit pkgs sources client-go; };
in
pkgs.buildGoModule {
  pname = "authentik-server";
  inherit (sources) version src meta;

  env.CGO_ENABLED = 0;

  subPackages = [ "cmd/server" ];

  nativeBuildInputs = [ api-go-vendor-hook ];

  # Upstream runs in a container whose working directory holds both; here their store paths are
  # baked in.
  postPatch = ''
    substituteInPlace internal/gounicorn/gounicorn.go \
      --replace-fail ./lifecycle ${authentik-django}/lifecycle
    substituteInPlace web/static.go internal/web/static.go \
      --replace-fail ./web ${webui}
  '';

  # The modules' derivation inherits postPatch, but it is a fixed output: it needs neither path, and
  # with them it would have to build both before it could fetch anything.
  overrideModAttrs = _: { postPatch = ""; };

  # Decided by go.mod, go.sum and the packages that the server imports.
  #
  # Proof: the hash is that of the packaging which this one follows; not built again for this
  # repository.
  vendorHash = "sha256-bdILiCQgDuzp+VJDVW3z2JxTtxlHkm9tmMHiA/Sx6ts=";

  # lifecycle/ak starts it by this name.
  postInstall = ''
    mv $out/bin/server $out/bin/authentik
  '';

  passthru = {
    inherit authentik-django client-go webui;
  };
}
