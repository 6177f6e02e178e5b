{ fetchFromGitHub, fetchurl, buildGoModule, fromGit ? true }:
let
  src =
    if fromGit then
      fetchFromGitHub { owner = "o"; repo = "r"; rev = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
    else
      fetchurl { url = "https://e.org/1.tgz"; hash = "sha256-glTDKakoUPbVOd03b0gW7idkUX2l4CNVFK9DMWRIDXo="; };
in
buildGoModule { pname = "x"; version = "0"; inherit src; vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA="; }
