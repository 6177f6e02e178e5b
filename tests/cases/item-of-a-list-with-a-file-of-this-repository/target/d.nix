{ callPackage }:

callPackage ./k.nix {
  version = "7.1.280";
  fileReplacements = [
    {
      replace = "com/acme/metadata.xml";
      replaceWith = ./metadata.xml;
      sha1 = "6761f9978777a91d499185a1516ea120f8f80a22";
    }
  ];
}
