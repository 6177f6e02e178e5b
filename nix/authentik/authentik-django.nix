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
  # the bytes that run have a hash here, apart from the bundle's.
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

  nativeBuildInputs = [
    pkgs.autoPatchelfHook
    pkgs.makeWrapper
    python
  ];

  # What the compiled packages of python-deps link to; autoPatchelfHook finds them here.
  buildInputs = [
    pkgs.krb5
    pkgs.libpq
    pkgs.libtool
    pkgs.libxml2
    pkgs.libxslt
    pkgs.openssl
    pkgs.stdenv.cc.cc.lib
    pkgs.xmlsec
    pkgs.zlib
  ];

  # The application looks for these beside its own code, which lies in site-packages here.
  postPatch = ''
    substituteInPlace authentik/lib/default.yml \
      --replace-fail /blueprints "$out/blueprints"
    substituteInPlace authentik/stages/email/utils.py \
      --replace-fail web/ ${webAssets}/
  '';

  dontConfigure = true;
  dontBuild = true;

  installPhase = ''
    runHook preInstall

    mkdir -p $out/bin $out/web
    cp -r ${python-deps}/lib $out/lib
    chmod -R u+w $out/lib

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

    makeWrapper ${lib.getExe python} $out/bin/python \
      --prefix PYTHONPATH : "${sitePackages}" \
      --set PYTHONDONTWRITEBYTECODE 1
    # The server starts gunicorn by name; the lock's own command went with the bundle's bin/.
    makeWrapper $out/bin/python $out/bin/gunicorn --add-flags "-m gunicorn"

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
