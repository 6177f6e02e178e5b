# The container image: all of authentik, built from source.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

let
  # CI tags the image by the first line of this file that reads `version = "…`, without evaluating
  # anything: a literal here, to be moved together with the one in sources.nix.
  version = "2026.2.0";

  inherit (pkgs) lib;

  client-go = import ./client-go.nix { inherit pkgs sources; };
  client-ts = import ./client-ts.nix { inherit pkgs sources; };
  python-deps = import ./python-deps.nix { inherit pkgs sources; };
  webui-deps = import ./webui-deps.nix { inherit pkgs sources; };

  webui = import ./webui.nix {
    inherit
      pkgs
      sources
      client-ts
      webui-deps
      ;
  };

  authentik-django = import ./authentik-django.nix {
    inherit
      pkgs
      sources
      python-deps
      webui
      ;
  };

  authentik-server = import ./authentik-server.nix {
    inherit
      pkgs
      sources
      client-go
      webui
      authentik-django
      ;
  };

  # Upstream's lifecycle/ak starts the Go server for `ak server` and Django's manage.py for the
  # rest. It finds both on PATH, and expects to run in the application's directory.
  ak = pkgs.writeShellScriptBin "ak" ''
    export PATH=${
      lib.makeBinPath [
        authentik-server
        authentik-django
        pkgs.bash
        pkgs.coreutils
      ]
    }:$PATH
    export VIRTUAL_ENV=${authentik-django}
    export TMPDIR="''${TMPDIR:-/tmp}"
    cd ${authentik-django}
    exec ${authentik-django}/lifecycle/ak "$@"
  '';
in
pkgs.dockerTools.buildLayeredImage {
  name = "authentik";
  tag = "v${version}";

  contents = [
    ak
    pkgs.bashInteractive
    pkgs.cacert
    pkgs.coreutils
    pkgs.dockerTools.fakeNss
    pkgs.tzdata
  ];

  # The server writes its sockets and its mode file to TMPDIR, and uploads to /media.
  extraCommands = ''
    mkdir -p certs media tmp
    chmod 1777 tmp
  '';

  config = {
    Entrypoint = [
      (lib.getExe pkgs.dumb-init)
      "--"
      (lib.getExe ak)
    ];
    Cmd = [ "server" ];
    User = "1000:1000";
    Env = [
      "PYTHONUNBUFFERED=1"
      "SSL_CERT_FILE=${pkgs.cacert}/etc/ssl/certs/ca-bundle.crt"
    ];
    ExposedPorts = {
      "9000/tcp" = { };
      "9443/tcp" = { };
    };
    Labels = {
      "org.opencontainers.image.title" = "authentik";
      "org.opencontainers.image.url" = sources.meta.homepage;
      "org.opencontainers.image.version" = version;
    };
  };
}
