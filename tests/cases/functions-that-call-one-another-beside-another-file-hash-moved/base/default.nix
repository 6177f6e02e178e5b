{ lib, stdenv, buildEnv, fetchFromGitHub, runCommand }:
let
  build =
    { version, hash }:
    stdenv.mkDerivation {
      pname = "kestrel-editor";
      inherit version;
      src = fetchFromGitHub {
        owner = "kestrel-org";
        repo = "editor";
        rev = "v${version}";
        inherit hash;
      };
    };

  extensible =
    editor:
    let
      withModules =
        choose:
        let
          chosen = choose editor.modules;
          passthru = {
            withModules = more: withModules (all: more all ++ chosen);
            full = withModules lib.attrValues;
            overrideAttrs = change: (extensible (editor.overrideAttrs change)).withModules choose;
          };
        in
        if chosen == [ ] then
          editor.overrideAttrs (old: { passthru = old.passthru // passthru; })
        else
          runCommand "kestrel-editor-with-modules" { inherit passthru; } ''
            ln -s ${buildEnv { name = "modules"; paths = chosen; }} $out
          '';
    in
    withModules (_: [ ]);
in
rec {
  editor_1 = extensible (build {
    version = "1.8.2";
    hash = "sha256-K4kOFoIrk8p59xE46EXCX/UFTg/ZNFEwSV4IODAf6dw=";
  });
  editor_2 = extensible (build {
    version = "2.0.0";
    hash = "sha256-8iq9Z3OrIyhpMhrUseR6wMkI/r9POivRDIBmFA90EmE=";
  });
  full = editor_2.full;
  tested = (editor_2.withModules (all: [ all.spelling ])).overrideAttrs { doCheck = true; };
}
