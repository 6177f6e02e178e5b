# authguard for `callPackage`. The manual and the completions are installed with the wheel.
{
  lib,
  python3Packages,
  callPackage,
  gitMinimal,
  versionCheckHook,
}:

let
  inherit (lib) fileset;
  deflate = callPackage ./deflate.nix { inherit python3Packages; };
  init = builtins.readFile ../src/authguard/__init__.py;
in
python3Packages.buildPythonApplication {
  pname = "authguard";
  version = builtins.head (builtins.match ''.*__version__ = "([^"]+)".*'' init);
  pyproject = true;
  strictDeps = true;
  __structuredAttrs = true;

  src = fileset.toSource {
    root = ../.;
    fileset = fileset.unions [
      ../LICENSE
      ../README.md
      ../completions
      ../pyproject.toml
      ../scripts
      ../src
      ../tests
    ];
  };

  build-system = [ python3Packages.hatchling ];

  dependencies = [
    deflate
    python3Packages.filelock
    python3Packages.pygit2
    python3Packages.pyyaml
    python3Packages.rich
    python3Packages.tomli
    python3Packages.tree-sitter
    python3Packages.tree-sitter-grammars.tree-sitter-nix
  ];

  # The grammars of nixpkgs have versions of their own.
  pythonRelaxDeps = [
    "tree-sitter"
    "tree-sitter-nix"
  ];

  # Behind the user's own PATH: their git comes first.
  makeWrapperArgs = [
    "--suffix"
    "PATH"
    ":"
    (lib.makeBinPath [ gitMinimal ])
  ];

  nativeCheckInputs = [
    gitMinimal
    python3Packages.hypothesis
    python3Packages.pytestCheckHook
    versionCheckHook
  ];
  # The other tests start servers, builders and Nix itself.
  enabledTestPaths = [
    "tests/units/compare"
    "tests/units/config"
    "tests/units/locks"
    "tests/units/rules"
  ];
  pythonImportsCheck = [ "authguard" ];
  versionCheckProgramArg = "--version";

  meta = {
    description = "Flags fixed-output hashes that no longer belong to their inputs, before the commit";
    license = lib.licenses.mit;
    mainProgram = "git-authguard";
    platforms = lib.platforms.unix;
  };
}
