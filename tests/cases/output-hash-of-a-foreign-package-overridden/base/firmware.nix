{ linux-firmware, callPackage }:

let
  board = callPackage ./board.nix { };
in
linux-firmware.overrideAttrs (old: {
  pname = "linux-firmware-with-board";
  postInstall = ''
    cp ${board}/one.bin $out/lib/firmware/
  '';
  outputHash = "1zvahsp06vikp83r89wkccwq7mixjiwcv10chw1xyikfjkqr48hr";
})
