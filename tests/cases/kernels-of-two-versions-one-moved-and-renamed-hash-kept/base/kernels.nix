{ pkgs }:
{
  linux_6_18_stable = pkgs.linuxKernel.kernels.linux_6_18.override {
    argsOverride = rec {
      version = "6.18.10-tablet1";
      src = pkgs.fetchFromGitea {
        domain = "git.example.org";
        owner = "example";
        repo = "linux-tablet";
        rev = "v${version}";
        hash = "sha256-AOifTyqX8x0ea6jg1GQaoiehS0H1oat3C9HK9fgMKwg=";
      };
    };
  };
  linux_6_18_unstable = pkgs.linuxKernel.kernels.linux_6_18.override {
    argsOverride = rec {
      version = "6.18.10-tablet1";
      src = pkgs.fetchFromGitea {
        domain = "git.example.org";
        owner = "example";
        repo = "linux-tablet";
        rev = "v${version}";
        hash = "sha256-AOifTyqX8x0ea6jg1GQaoiehS0H1oat3C9HK9fgMKwg=";
      };
    };
  };
}
