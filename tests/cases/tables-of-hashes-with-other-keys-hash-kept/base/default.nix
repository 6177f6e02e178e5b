{ lib, haskell-nix }:
{
  birds = lib.importJSON ./birds.json;
  linnet = {
    version = "1.4.2";
    sha256 = {
      headers = "16zvg6b47i9j7ycdjx8fzfg6ragi3qkqibrqczxq8pli4xhkzmqf";
    };
  };
  siskin = haskell-nix.cabalProject {
    src = ./.;
    sha256map = {
      "https://git.example.org/birds/siskin"."3f1c9a0d7be45c2186f0aa9d3b7c55e1f2d4a6b8" = "1iy4vkdjlxa5i1sglhxxn43fxv1ai45bb87d5jhz8x9kkza3zx04";
      "https://git.example.org/birds/twite"."0123456789abcdef0123456789abcdef01234567" = "1yvvpsjd0qr6gn780l5bh59qlq4h9zdzlh5g79jvih5dd8d57q5g";
    };
  };
}
