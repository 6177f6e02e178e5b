{ lib, fetchFromGitHub, buildLinux, variant, ... }@args:
let
  variants = {
    zen = {
      version = "6.15.1";
      suffix = "zen1";
      sha256 = "1mhmr090y5394x1j8p44ws17sdwixn5a0r4i052bkfgk3982cqfz";
    };
    lqx = {
      version = "6.14.9";
      suffix = "lqx1";
      sha256 = "1mi97dqb97sf47vb6wrk12yf1yxcaz0asr9gbgwyngr5n1adh5i3";
    };
  };
  make = { version, suffix, sha256 }: buildLinux (args // {
    inherit version;
    src = fetchFromGitHub {
      owner = "acme";
      repo = "kernel";
      rev = "v${version}-${suffix}";
      inherit sha256;
    };
  });
in
make variants.${variant}
