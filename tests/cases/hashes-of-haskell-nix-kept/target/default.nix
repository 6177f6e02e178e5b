{ haskell-nix }:
{
  a = haskell-nix.cabalProject {
    src = ./a;
    compiler-nix-name = "ghc9101";
    index-state = "2026-02-01T00:00:00Z";
    index-sha256 = "106xrrd45zj2gyc0cbrm6vk562pir08lijny43aps9p79jw8nsv7";
    plan-sha256 = "124cmqdxrln83iinpih2z0x1j65ci5h9f0cfw24ln2cv5qysk004";
  };
  b = haskell-nix.stackProject {
    src = ./b;
    stack-sha256 = "0rjlbmjgb6pd45lsl0wbw1fczypir9r6rap1b6jnl2b0xxjdc8c7";
  };
}
