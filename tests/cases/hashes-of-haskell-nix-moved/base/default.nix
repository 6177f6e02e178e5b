{ haskell-nix }:
{
  a = haskell-nix.cabalProject {
    src = ./a;
    compiler-nix-name = "ghc9101";
    index-state = "2026-01-01T00:00:00Z";
    index-sha256 = "106xrrd45zj2gyc0cbrm6vk562pir08lijny43aps9p79jw8nsv7";
    plan-sha256 = "124cmqdxrln83iinpih2z0x1j65ci5h9f0cfw24ln2cv5qysk004";
    shell.tools.cabal = "3.12";
  };
}
