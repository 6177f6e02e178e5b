{ vimUtils, fetchFromGitHub }:

let
  plugin =
    {
      owner,
      repo,
      version,
      hash,
    }:
    vimUtils.buildVimPlugin {
      pname = repo;
      inherit version;
      src = fetchFromGitHub {
        inherit owner repo hash;
        rev = "v${version}";
      };
    };
in
{
  surround = plugin {
    owner = "kylechui";
    repo = "surround-lite.nvim";
    version = "2.1.0";
    hash = "sha256-7kjuZ9tdcw77EWg6HgSJhYwzLqvs2U5B9OkzDGdKerw=";
  };

  gitcolumn = plugin {
    owner = "lewis";
    repo = "gitcolumn.nvim";
    version = "1.0.0";
    hash = "sha256-GTqqK2sN3Liq0fTnBbRrDp6nWl43uClvw/pcTQNZsMY=";
  };

  fold = plugin {
    owner = "kevin";
    repo = "fold.nvim";
    version = "1.4.0";
    hash = "sha256-JVVBsdjGGFWW/YiejdQPoq1g1xeLnFKtsfS7iP/pUDs=";
  };
}
