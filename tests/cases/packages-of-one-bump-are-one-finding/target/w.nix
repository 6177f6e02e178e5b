{ buildGoModule, fetchFromGitHub }:
let
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "v1.1"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
in
{
  cli = buildGoModule { inherit src; pname = "cli"; version = "v1.1"; sourceRoot = "source/cli"; vendorHash = "sha256-mbuIQBdChI4DL9b1FwlBX7a+Fppy0uXX/EQoklUWDTw="; };
  server = buildGoModule { inherit src; pname = "server"; version = "v1.1"; sourceRoot = "source/server"; vendorHash = "sha256-s+rNM0M7MbUlI1EDLJs+ei56p3ONXezfDdbGJoCFPAY="; };
}
