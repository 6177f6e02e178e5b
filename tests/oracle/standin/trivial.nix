# The trivial builders. These can be built.
{ pkgs, lib, ... }:

let
  inherit (pkgs.stdenvNoCC) mkDerivation;

  runCommand =
    name: attrs: buildCommand:
    mkDerivation ({ inherit name buildCommand; } // attrs);

  # At `place` below the output, or as the output itself where that is empty.
  writeFile =
    {
      name,
      text,
      place ? "",
      executable ? false,
      meta ? { },
    }:
    runCommand name { inherit text meta; } ''
      mkdir -p "$(dirname "$out${place}")"
      printf %s "$text" > "$out${place}"
      ${lib.optionalString executable ''chmod +x "$out${place}"''}
    '';

  script = text: "#!${pkgs.bash}/bin/bash\n${text}";
in
{
  inherit runCommand;
  runCommandLocal = runCommand;
  linkFarm =
    name: entries:
    runCommand name { } ''
      mkdir -p "$out"
      ${builtins.concatStringsSep "\n" (map (entry: "ln -s ${entry.path} $out/${entry.name}") entries)}
    '';
  runCommandWith = { name, derivationArgs ? { }, ... }: runCommand name derivationArgs;

  writeText = name: text: writeFile { inherit name text; };

  writeShellScript =
    name: text:
    writeFile {
      inherit name;
      text = script text;
      executable = true;
    };

  writeShellScriptBin =
    name: text:
    writeFile {
      inherit name;
      text = script text;
      place = "/bin/${name}";
      executable = true;
      meta.mainProgram = name;
    };

  writeShellApplication =
    {
      name,
      text,
      runtimeInputs ? [ ],
    }:
    writeFile {
      inherit name;
      text = script ''
        set -euo pipefail
        export PATH="${lib.makeBinPath runtimeInputs}:$PATH"
        ${text}
      '';
      place = "/bin/${name}";
      executable = true;
      meta.mainProgram = name;
    };

  makeSetupHook =
    { name }:
    hook:
    runCommand name { } ''
      mkdir -p "$out/nix-support"
      cp ${hook} "$out/nix-support/setup-hook"
    '';
}
