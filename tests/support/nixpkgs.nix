# A stand-in for the part of nixpkgs that authguard's own packaging uses. Nothing in it can be built.
{
  lib ? null,
}:

let
  base = import ../oracle/standin { };

  ownLib = base.lib // {
    getDev = package: package;
    getLib = package: package;
    licenses.mit = "MIT";
    platforms.unix = [ ];
    mkDefault = value: value;
    mkIf = condition: value: if condition then value else { };
    mkOption = option: option;
    mkEnableOption = name: { description = "Whether to enable ${name}."; };
    literalExpression = text: text;
    types = {
      bool = "bool";
      package = "package";
      path = "path";
      str = "str";
      listOf = type: "list of ${type}";
    };
    fileset = {
      unions = paths: paths;
      # Of a path: whether it lies below, or above, one of the set.
      toSource =
        { root, fileset }:
        builtins.path {
          path = root;
          name = "source";
          filter =
            path: _type:
            builtins.any (
              kept:
              let
                one = toString kept;
              in
              path == one || ownLib.hasPrefix "${one}/" path || ownLib.hasPrefix "${path}/" one
            ) fileset;
        };
    };
    hasPrefix = prefix: text: builtins.substring 0 (builtins.stringLength prefix) text == prefix;
  };

  usedLib = if lib == null then ownLib else lib;

  build =
    arguments:
    derivation (
      {
        name = "${arguments.pname}-${arguments.version}";
        system = "x86_64-linux";
        builder = "/bin/false";
        outputs = [ "out" ];
      }
      // removeAttrs arguments [ "meta" ]
    )
    // {
      inherit (arguments) pname version;
      meta = arguments.meta or { };
    };

  # A package that is only named.
  stub = pname: build {
    inherit pname;
    version = "0";
    meta.mainProgram = pname;
  };
  stubs = names: builtins.listToAttrs (map (name: { inherit name; value = stub name; }) names);

  python3Packages =
    stubs [
      "filelock"
      "hatchling"
      "hypothesis"
      "pygit2"
      "pytestCheckHook"
      "pyyaml"
      "rich"
      "scikit-build-core"
      "tomli"
      "tree-sitter"
    ]
    // {
      inherit (base) fetchPypi;
      buildPythonApplication = build;
      buildPythonPackage = build;
      tree-sitter-grammars = stubs [ "tree-sitter-nix" ];
    };

  pkgs =
    stubs [
      "cmake"
      "gitMinimal"
      "gnumake"
      "libdeflate"
      "ninja"
      "nixfmt-tree"
      "python3"
      "uv"
      "versionCheckHook"
    ]
    // {
      lib = usedLib;
      inherit python3Packages;
      stdenv.hostPlatform.system = "x86_64-linux";
      runCommand = pname: arguments: buildCommand: build (arguments // {
        inherit pname buildCommand;
        version = "0";
      });
      mkShellNoCC = arguments: build (arguments // { pname = "shell"; version = "0"; });
      callPackage =
        file: overrides:
        let
          function = import file;
          known = pkgs // {
            inherit (pkgs) callPackage;
          };
        in
        function (builtins.intersectAttrs (builtins.functionArgs function) known // overrides);
    };
in
pkgs
