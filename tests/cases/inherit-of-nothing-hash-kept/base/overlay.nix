final: prev:

let
  inherit (prev.vimUtils.override { inherit (prev.vim); }) buildVimPlugin;
in
{
  lantern-nvim = buildVimPlugin {
    pname = "lantern-nvim";
    version = "0.3";
    src = prev.fetchFromGitHub {
      owner = "example";
      repo = "lantern.nvim";
      rev = "v0.3";
      hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    };
  };
}
