# A setup hook that puts the generated API client where `go build` looks for the published one.
#
# It must not run in the fixed output of the server's modules: the vendor hash would then depend on
# the version of the generator. The hook recognizes that output by `outputHash`: no other build has
# it in its environment.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
  client-go ? import ./client-go.nix { inherit pkgs sources; },
}:

pkgs.makeSetupHook { name = "authentik-api-go-vendor-hook"; } (
  pkgs.writeShellScript "authentik-api-go-vendor-hook.sh" ''
    useGeneratedAuthentikApi() {
      local client=vendor/goauthentik.io/api/v3
      if [ ! -d "$client" ]; then
        echo "authentik-api-go-vendor-hook: $client is not vendored; was the module renamed?" >&2
        exit 1
      fi
      chmod -R u+w vendor/goauthentik.io
      rm -r "$client"
      cp -r ${client-go} "$client"
      chmod -R u+w "$client"
    }

    if [ -z "''${outputHash-}" ]; then
      postConfigureHooks+=(useGeneratedAuthentikApi)
    fi
  ''
)
