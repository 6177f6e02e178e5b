{
  stdenvNoCC,
  cacert,
  python313,
  uv,
}:

stdenvNoCC.mkDerivation {
  pname = "herald-python-deps";
  version = "0.6.0";
  src = ./.;

  nativeBuildInputs = [
    cacert
    python313
    uv
  ];

  buildPhase = ''
    export UV_PROJECT_ENVIRONMENT=$NIX_BUILD_TOP/venv
    uv sync --frozen --no-install-project --no-dev
  '';

  installPhase = ''
    mkdir -p $out
    cp -r $NIX_BUILD_TOP/venv/lib $out/
  '';

  dontFixup = true;
  outputHashMode = "recursive";
  outputHash = "sha256-WH+Q/h2tS6n9ZhtjFAvEjfZnDwcUCdrS5LkChMSqS+c=";
}
