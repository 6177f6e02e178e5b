{ haskell-nix }:
{
  a = haskell-nix.cabalProject {
    src = ./a;
    compiler-nix-name = "ghc9101";
    index-state = "2026-02-01T00:00:00Z";
    index-sha256 = "0j8zz87qks7nmi1xa6qmpy6fyccv91p6qqisrpf2zpy45q40nic8";
    plan-sha256 = "171j5zrz7mp53nrhl6c18hniaaklfdmancpmrrw9fs1p1vqmd12a";
    shell.tools.cabal = "3.14";
  };
}
