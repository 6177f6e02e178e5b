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
  plugin7 = buildVimPlugin {
    pname = "plugin7";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin7";
      rev = "6da49913cf035f2211afd5386e45ef0f33682a28";
      hash = "sha256-CWR2xh5WPmor1JpbusBxYqqOyRa8jFZmFdaQU4bsl/Y=";
    };
  };
  plugin8 = buildVimPlugin {
    pname = "plugin8";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin8";
      rev = "96be8809c3bb6764c83376424b41f7228a1f00a1";
      hash = "sha256-XEp4AFV9/qNbp3SqXq2sImyxk8p2ZS4mnlP2s4cCn9Q=";
    };
  };
  plugin9 = buildVimPlugin {
    pname = "plugin9";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin9";
      rev = "3c22e57e6f85536d2bfc56536e15febba7e5e3d1";
      hash = "sha256-zl+ApxxW92qjhrUI1lg+0YbBE4N1ICfeCKhaWZwcgGI=";
    };
  };
  plugin10 = buildVimPlugin {
    pname = "plugin10";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin10";
      rev = "3cc4c8bcd745f69a43cd798c3461376a2be066b9";
      hash = "sha256-IUdiRE/HXiNG5Rzqiv0pXK+Y7iBv5SxfPUMLJONHbzA=";
    };
  };
  plugin11 = buildVimPlugin {
    pname = "plugin11";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin11";
      rev = "19458d6161b302b77258499af561dbf4d491b609";
      hash = "sha256-+1SaRN7zouwQ5dfqwBZbpcfV8HHYs6CAb6n1FmSKUUE=";
    };
  };
  plugin12 = buildVimPlugin {
    pname = "plugin12";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin12";
      rev = "471612bdbaa6151b1e8fdd864fd514fe0431d24a";
      hash = "sha256-iGNIZ1p+q6sk5sIwdYqmHoV+oypn2hCw4oDzIzYzia0=";
    };
  };
  plugin13 = buildVimPlugin {
    pname = "plugin13";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin13";
      rev = "80da913a14a3d835561e11c8c1b14fffcbba6995";
      hash = "sha256-j3k7UuwUDB1V7Qj8xykSDi2bRSFYBA2xJkAQvYDmPfM=";
    };
  };
  plugin14 = buildVimPlugin {
    pname = "plugin14";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin14";
      rev = "980d2e90338b900e11d199f628204b497ae52c33";
      hash = "sha256-QZm80xVkz2+nZIfNHnBxnZ1K3NDyhNjYIqDba+Eodrk=";
    };
  };
  plugin15 = buildVimPlugin {
    pname = "plugin15";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin15";
      rev = "fc04d7a207e6ac5b2c1d04074cdbcbece85dfba8";
      hash = "sha256-Lfq+EXZvoLnVpepyNwonZYhWSfZGOB+uwqxo5+9z59g=";
    };
  };
  plugin16 = buildVimPlugin {
    pname = "plugin16";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin16";
      rev = "1c4251717a3344f5508208699ea9743068518093";
      hash = "sha256-vPFcx28udzlCt9QhoM3RPeZmpagNO0xZfy6TeK/Kz2g=";
    };
  };
  plugin17 = buildVimPlugin {
    pname = "plugin17";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin17";
      rev = "5ed5169493b7b1432d8f4dd49c34ada2d4da147a";
      hash = "sha256-WSIoq1OhxAZLB+dNtqVHe9QmQVb1nQlwchEjm9Jyiig=";
    };
  };
  plugin18 = buildVimPlugin {
    pname = "plugin18";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin18";
      rev = "221b354579ef0450673f471ec0b992c48e22ffc4";
      hash = "sha256-u3FN95enJt5bCHQQyFcaJ4korS15JAz+9xeyFZgNCn0=";
    };
  };
  plugin19 = buildVimPlugin {
    pname = "plugin19";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin19";
      rev = "15f354a0d59004af0b86be7815d55633750f8312";
      hash = "sha256-v3xjgfHjj+XB054ZxHu4L6+9y/A3rdav9688afS097Q=";
    };
  };
  plugin20 = buildVimPlugin {
    pname = "plugin20";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin20";
      rev = "5f216165df649d84fa251169f516e65c9841f5ea";
      hash = "sha256-LVTO/dysNcBCgdg7qAxyTevmyy8Ai/D56MzSR06VFKI=";
    };
  };
  plugin21 = buildVimPlugin {
    pname = "plugin21";
    version = "unstable-2023-03-26";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin21";
      rev = "f5e457762ac70a1eff8f16823a99778db0df8a22";
      hash = "sha256-WNwot+6YpgzVcxfzvbKs7QtVOwmsgYatBpd2Qx2/9/Y=";
    };
  };
}
