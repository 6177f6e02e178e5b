{ fetchFromGitHub, fetchurl, arch, sources }:
{
  channel = fetchFromGitHub {
    owner = "wren";
    repo = "channel";
    rev = sources.beta.wren.rev;
    hash = "sha256-aeNlaM2LRlk4m5/PvhFnVH9kIeeBaL+0OdraL/3bAUY=";
  };
  entry = fetchFromGitHub {
    owner = "wren";
    repo = "entry";
    rev = sources.finch.rev;
    hash = "sha256-kj/lOWbGzZND4Rr3ds1LBb4xXqSyALAuTV37D5Kbc78=";
  };
  renamed = fetchFromGitHub {
    owner = "wren";
    repo = "renamed";
    rev = arch.lark.rev;
    hash = "sha256-AX6eIXr4u7cy6R0/U04HArn0ku3Sw6mZQ4Oqm/pwD3c=";
  };
}
