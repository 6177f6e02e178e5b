{ lib, haskell-nix }:
{
  birds = lib.importJSON ./birds.json;
  linnet = {
    version = "1.5.0";
    sha256 = {
      headers = "0v3rjq1vrj0xfrpacjmd8xq7ryqdd852bg7zfp4irmm68akinsha";
    };
  };
  siskin = haskell-nix.cabalProject {
    src = ./.;
    sha256map = {
      "https://git.example.org/birds/siskin"."9b27e4d05fa1c83367e2d1b04c8f9a6e5d3b1c70" = "178gii5pyk6l6zis33kpjxmhsig6p639jdh5rza2jxfdh8b2pm93";
      "https://git.example.org/birds/twite"."0123456789abcdef0123456789abcdef01234567" = "1yvvpsjd0qr6gn780l5bh59qlq4h9zdzlh5g79jvih5dd8d57q5g";
    };
  };
}
