{ pkgs, inputs, ... }:
{
  environment.etc.linnet.source = pkgs.fetchurl {
    url = "https://dl.example.org/linnet-${inputs.self.linnetVersion}.conf";
    hash = "sha256-XuKkKidXytf3LVjz8/2854rZsM8ZK8gooLNEudRdGXg=";
  };
}
