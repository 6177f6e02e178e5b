rec {
  source = { rev, sha256 }: {
    url = "https://github.com/o/heron/archive/${rev}.tar.gz";
    inherit sha256;
  };
  heronFor = {
    "2.2" = source {
      rev = "2296f0fc9559d0b6e08a7c07b25bd0a5f03eebe5";
      sha256 = "197f6glm69717a5pj7bwm57vf1wrgh8nb13sa9qpjkz4803xpzdf";
    };
    "2.1" = source {
      rev = "d26f11d38903768bf10036ce70d67e981056424b";
      sha256 = "16d986r76ps7542mbm63dxiavxw9af08l4ffpjp38lpam2cd9zpp";
    };
  };
  url = heronFor.${builtins.nixVersion} or heronFor."2.2";
  heron = builtins.fetchTarball url;
}
