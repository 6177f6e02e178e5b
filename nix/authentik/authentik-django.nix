# The Django application: authentik's own Python code, the packages that it needs, and the commands
# that run it.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
  python-deps ? import ./python-deps.nix { inherit pkgs sources; },
  # The built web interface. Without one the application still builds and answers its API, so that
  # this part can be tested alone; pages then have no assets.
  webui ? null,
}:

let
  inherit (pkgs) lib;
  python = pkgs.python314;
  sitePackages = "$out/${python.sitePackages}";

  # Not on PyPI: upstream's uv.lock pins the same commit. Taken from a source of its own, so that
  # the code that runs has a hash here, beside that of the bundle.
  #
  # Proof: computed for this repository, from the public history of the commit.
  opencontainers-src = pkgs.fetchFromGitHub {
    owner = "vsoch";
    repo = "oci-python";
    rev = "ceb4fcc090851717a3069d78e85ceb1e86c2740c";
    hash = "sha256-Q6SJed0K6eIrqQ9mNAD4RGx+YCJvnI5E+0KGp5fBtTU=";
  };

  # What the application itself shows of it: the images of its mails, and $out/web.
  webAssets =
    if webui != null then
      webui
    else
      pkgs.runCommand "authentik-webui-placeholder" { } ''
        mkdir -p $out/dist $out/authentik
      '';
in
pkgs.stdenv.mkDerivation {
  pname = "authentik-django";
  inherit (sources) version src;

  nativeBuildInputs = [ pkgs.autoPatchelfHook ];

  # What the compiled packages of python-deps link to; autoPatchelfHook finds them here.
  buildInputs = [
    pkgs.krb5
    pkgs.libffi
    pkgs.libpq
    pkgs.libtool
    pkgs.libxml2
    pkgs.libxslt
    pkgs.openssl
    pkgs.stdenv.cc.cc.lib
    pkgs.xmlsec
    pkgs.zlib
    python
  ];

  # Four places know where upstream's container has things, or rely on an order that Django does not
  # keep: the application's directory, the blueprints, the images of mails, and a migration that
  # reads a table which another one makes first.
  postPatch = ''
    substituteInPlace authentik/root/settings.py \
      --replace-fail 'Path(__file__).absolute().parent.parent.parent' "Path(\"$out\")"
    substituteInPlace authentik/lib/default.yml \
      --replace-fail /blueprints "$out/blueprints"
    substituteInPlace authentik/stages/email/utils.py \
      --replace-fail web/ ${webAssets}/
    substituteInPlace authentik/rbac/migrations/0010_remove_role_group_alter_role_name.py \
      --replace-fail '("authentik_rbac", "0009_remove_initialpermissions_mode"),' \
        '("authentik_rbac", "0009_remove_initialpermissions_mode"), ("authentik_core", "0056_user_roles"),'
    substituteInPlace lifecycle/ak \
      --replace-fail '/usr/bin/env -S bash' ${lib.getExe pkgs.bash}
  '';

  dontConfigure = true;
  dontBuild = true;
  dontPatchShebangs = true;

  installPhase = ''
    runHook preInstall

    cp -r ${python-deps} $out
    chmod -R u+w $out
    sed -i "s|@python@|${python}|g" $out/pyvenv.cfg

    # The bundle has no bin/, so its commands are missing. With pyvenv.cfg beside it, this link is the
    # environment's interpreter.
    mkdir -p $out/bin $out/web
    ln -s ${lib.getExe python} $out/bin/python
    for command in dramatiq gunicorn uvicorn; do
      printf '#!%s\nimport runpy\nrunpy.run_module("%s", run_name="__main__", alter_sys=True)\n' \
        "$out/bin/python" "$command" > "$out/bin/$command"
      chmod +x "$out/bin/$command"
    done

    rm -rf ${sitePackages}/opencontainers
    cp -r --no-preserve=mode ${opencontainers-src}/opencontainers ${sitePackages}/opencontainers

    # The workspace's members are pure Python: to copy their packages is to install them.
    for init in packages/*/*/__init__.py; do
      cp -r "$(dirname "$init")" ${sitePackages}/
    done

    cp -r authentik lifecycle manage.py ${sitePackages}/
    cp -r blueprints $out/blueprints
    # Where lifecycle/ak and the Go server look for them.
    ln -s ${sitePackages}/authentik ${sitePackages}/lifecycle ${sitePackages}/manage.py $out/
    ln -s ${webAssets}/dist ${webAssets}/authentik $out/web/

    runHook postInstall
  '';

  passthru = {
    inherit opencontainers-src python-deps webui;
  };

  meta = {
    description = "Django application of authentik";
    inherit (sources.meta) homepage license platforms;
  };
}
