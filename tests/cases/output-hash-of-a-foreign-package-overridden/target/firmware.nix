{ linux-firmware, callPackage }:

let
  board = callPackage ./board.nix { };
in
linux-firmware.overrideAttrs (old: {
  pname = "linux-firmware-with-board";
  postInstall = ''
    cp ${board}/two.bin $out/lib/firmware/
  '';
  outputHash = "1nc56qii96dfvxnv3ad3lxz2rzyqcbldk0h9rbm3l2pgamkvj8dw";
})
