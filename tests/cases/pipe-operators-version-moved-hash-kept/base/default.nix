{ lib, fetchurl, fetchFromGitHub, stdenv }:

let
  tools = {
    linnet = {
      version = "1.4.0";
      hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    };
  };
in
{
  sources =
    tools
    |> lib.mapAttrs (
      name: tool: {
        url = "https://example.org/${name}/${tool.version}/${name}.tar.gz";
        inherit (tool) hash;
      }
    )
    |> lib.mapAttrs (_: fetchurl);

  bunting = stdenv.mkDerivation <| rec {
    pname = "bunting";
    version = "0.3.0";
    src = {
      owner = "bunting";
      repo = "bunting";
      rev = "v${version}";
      hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    } |> fetchFromGitHub;
  };
}
