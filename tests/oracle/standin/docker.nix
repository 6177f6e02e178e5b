# Container images, as far as they say what goes into them, and images that are pulled.
{ pkgs, ... }:

let
  dashed = builtins.replaceStrings [ "/" ":" ] [ "-" "-" ];

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
  # A directory, as the name without a tag tells.
  nix2container.pullImage =
    args: pkgs.fixedOutput "pullImage" (args.name or (dashed "docker-image-${args.imageName}")) "recursive" args;

  dockerTools = {
    # Named by what the image is called here, whatever its digest is.
    pullImage =
      args:
      let
        image = args.finalImageName or args.imageName;
        tag = args.finalImageTag or "latest";
      in
      pkgs.fixedOutput "pullImage" (args.name or (dashed "docker-image-${image}-${tag}.tar")) "flat" args;

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
