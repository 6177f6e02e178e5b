{ pkgs }:
let inherit (pkgs.callPackage ./lib.nix { }) gog; in
{
  gothic = gog { pname = "gothic"; version = "1.08k"; build = "15000"; hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik="; };
  arcanum = gog {
    pname = "arcanum";
    version = "1.0.7.4";
    build = "21345";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    meta.description = "Of Steamworks";
  };
}
