# Container images, as far as they say what goes into them.
{ pkgs, ... }:

let
  image =
    {
      name,
      tag ? null,
      config ? { },
      extraCommands ? "",
      contents ? [ ],
    }:
    pkgs.stdenvNoCC.mkDerivation {
      name = "${baseNameOf name}.tar.gz";
      inherit contents extraCommands;
      imageName = name;
      imageTag = tag;
      imageConfig = builtins.toJSON config;
    };
in
{
  dockerTools = {
    buildLayeredImage = image;
    # The root is given as one tree here.
    buildImage =
      { copyToRoot ? [ ], ... }@args:
      image (removeAttrs args [ "copyToRoot" ] // { contents = copyToRoot; });
    fakeNss = pkgs.runCommand "fake-nss" { } ''
      mkdir -p "$out/etc"
      echo "root:x:0:0:root:/:/bin/sh" > "$out/etc/passwd"
      echo "root:x:0:" > "$out/etc/group"
    '';
  };
}
