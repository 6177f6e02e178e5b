{ buildVimPlugin, fetchFromGitHub }:
{
  plugin0 = buildVimPlugin {
    pname = "plugin0";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin0";
      rev = "251d71585413ff36e4492a0835970b901de027e1";
      hash = "sha256-zulB5zNpEztk4hg5HANh6tguJNlbZwzCZMWkxS3rs3s=";
    };
  };
  plugin1 = buildVimPlugin {
    pname = "plugin1";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin1";
      rev = "5d91c56cbffa03c111724e40984a1c4277fc0092";
      hash = "sha256-nATNp8VfSz09lEBdbCUrjERwMJ6z4wTUpp3eD8okDL4=";
    };
  };
  plugin2 = buildVimPlugin {
    pname = "plugin2";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin2";
      rev = "ca707ec0ece72fce28fe235ea3c2c0c183d0baaa";
      hash = "sha256-Z/n2V7AyPpaCIP/MgOQJWEMF7Sz+mwuqLspako/QfYI=";
    };
  };
  plugin3 = buildVimPlugin {
    pname = "plugin3";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin3";
      rev = "d6f72047332f9018d616f2d83c688307d03dbbe5";
      hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
    };
  };
  plugin4 = buildVimPlugin {
    pname = "plugin4";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin4";
      rev = "443c62b14892a52a61287d1ec1a66a0050212abc";
      hash = "sha256-1piEuF6sCs0oGmySAwBL6mc2haFT/BMSoS+Xo4q/AmQ=";
    };
  };
  plugin5 = buildVimPlugin {
    pname = "plugin5";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin5";
      rev = "ca517432f60f8e7fdf33ff57048368314b49b4eb";
      hash = "sha256-/k+4zHTxiM+2PNO3cf+nDGMAJJ0wD61C9KFCmQeEL+8=";
    };
  };
  plugin6 = buildVimPlugin {
    pname = "plugin6";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin6";
      rev = "3c3df55937a70bf32f73b22da053e3eb6fcb9b8b";
      hash = "sha256-kEc8SdIIJsvOTiUIPBDDvBc4+gHZ1KYzctCyR6Mbkoc=";
    };
  };
}
