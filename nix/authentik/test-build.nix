# For building by hand and for the gate: each part alone, and `assembled`.
#
#     nix-build test-build.nix -A webui-deps
#     nix-build test-build.nix -A assembled
#
# The builder has flakes and no NIX_PATH, hence the default of `pkgs`.
{
  pkgs ? (builtins.getFlake "nixpkgs").legacyPackages.${builtins.currentSystem},
}:

let
  sources = import ./sources.nix { inherit pkgs; };

  client-go = import ./client-go.nix { inherit pkgs sources; };
  client-ts = import ./client-ts.nix { inherit pkgs sources; };
  python-deps = import ./python-deps.nix { inherit pkgs sources; };
  webui-deps = import ./webui-deps.nix { inherit pkgs sources; };
  api-go-vendor-hook = import ./api-go-vendor-hook.nix { inherit pkgs sources client-go; };

  webui = import ./webui.nix {
    inherit
      pkgs
      sources
      client-ts
      webui-deps
      ;
  };

  # Alone: with a placeholder for the web interface, so that a change of Python does not wait for
  # node.
  authentik-django = import ./authentik-django.nix { inherit pkgs sources python-deps; };

  # Wired as in the image: webui → django → server.
  wired-django = import ./authentik-django.nix {
    inherit
      pkgs
      sources
      python-deps
      webui
      ;
  };
  wired-server = import ./authentik-server.nix {
    inherit
      pkgs
      sources
      client-go
      webui
      ;
    authentik-django = wired-django;
  };

  # The parts that CI puts into the image, in one output.
  assembled =
    pkgs.linkFarm "authentik-assembled-${sources.version}" [
      {
        name = "authentik-django";
        path = wired-django;
      }
      {
        name = "authentik-server";
        path = wired-server;
      }
      {
        name = "webui";
        path = webui;
      }
    ]
    // {
      # Version and hashes at once, here and in default.nix: the newest tag, or what is given.
      #
      #     $(nix-build --no-out-link test-build.nix -A assembled.updateScript) 2026.2.1 --commit --build
      updateScript = pkgs.writeShellScript "update-authentik" ''
        set -eu
        file=$(git ls-files ':(top,glob)**/authentik-server.nix')
        cd "$(dirname "$file")"
        exec git authguard bump "''${@:-latest}"
      '';
    };

  # Alone: the same, over the application without assets.
  authentik-server = import ./authentik-server.nix {
    inherit
      pkgs
      sources
      client-go
      webui
      authentik-django
      ;
  };
in
{
  inherit (sources) src client-go-src;
  inherit
    client-go
    client-ts
    python-deps
    webui-deps
    webui
    api-go-vendor-hook
    authentik-django
    authentik-server
    assembled
    ;
}
