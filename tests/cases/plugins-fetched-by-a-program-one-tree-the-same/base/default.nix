{ buildVimPlugin, fetchFromGitHub }:
{
  plugin0 = buildVimPlugin {
    pname = "plugin0";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin0";
      rev = "f9d1f60a6f4f3f7d18eaef8d2b2121516b8d68e6";
      hash = "sha256-y4sWoaD0yNsVYoiMPKGKJKKrpc8WCRhyfemSl0WFIVY=";
    };
  };
  plugin1 = buildVimPlugin {
    pname = "plugin1";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin1";
      rev = "63ab308d2a82567e6d8764ec93fa838923c1c270";
      hash = "sha256-o+eeKCbM7s90lfZwdFlUP65BAxqV5hfH8d6pG1I9rxo=";
    };
  };
  plugin2 = buildVimPlugin {
    pname = "plugin2";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin2";
      rev = "372ef2d7a3f0d5f7df69ad6ed555fefa7fe7e7b1";
      hash = "sha256-sn8vSccxObFDhC8zEgpgMan+e5Ail2+tZutlKQBlQg8=";
    };
  };
  plugin3 = buildVimPlugin {
    pname = "plugin3";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin3";
      rev = "a4c8f3ce9b19074b7896e494f9e0337e316cc021";
      hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
    };
  };
  plugin4 = buildVimPlugin {
    pname = "plugin4";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin4";
      rev = "6858bf62e7847a15af29bb781fa67cfd91985b3f";
      hash = "sha256-/Bxvr+Dhvqh1/qRbI5CTqRwXOVcPRVZBQs8yGsqK5PA=";
    };
  };
  plugin5 = buildVimPlugin {
    pname = "plugin5";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin5";
      rev = "6cfd30681b7c2e7d840fb74318a32ab4d3be3409";
      hash = "sha256-tyLksI3UAWHB3hs7YxWhlQHk4l50rCsW9DrtJh4gXXw=";
    };
  };
  plugin6 = buildVimPlugin {
    pname = "plugin6";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin6";
      rev = "99915137a33baab39a8fadde36849ef0ae22dc55";
      hash = "sha256-yH1MWv3dS+e7xNRM7/EIWE5v2pNv0QX8/qefWDFmhtI=";
    };
  };
  plugin7 = buildVimPlugin {
    pname = "plugin7";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin7";
      rev = "5bab80ae2b4143e785730e109e362ad81765ae48";
      hash = "sha256-SiBwyhK0tbrzAvkBDWrjeOqpcUfY0BRPyCEcY6WbDag=";
    };
  };
  plugin8 = buildVimPlugin {
    pname = "plugin8";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin8";
      rev = "4acb6f3e59f084985ef255a1055108ea9098be50";
      hash = "sha256-rsEc79i+kZdvqGriEzmgVNTFQkbJN1YgIpRE+lvzpOQ=";
    };
  };
  plugin9 = buildVimPlugin {
    pname = "plugin9";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin9";
      rev = "231202c02acf7ffedb8121708a2f723fb5cc6079";
      hash = "sha256-JiE9jeh+4QvJQYVHVv8QjP33PHTXcE6/2vvBpM/cyBQ=";
    };
  };
  plugin10 = buildVimPlugin {
    pname = "plugin10";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin10";
      rev = "e878aa82e8b53ef3cbd3f52ca6a844c387273d99";
      hash = "sha256-Cynnm3u6TYu3vJ5UtedN/MzvLUUBsl3tB1R5ZTsuyvk=";
    };
  };
  plugin11 = buildVimPlugin {
    pname = "plugin11";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin11";
      rev = "f14905fc00e5533c394583ab3ddc87eb54a3641a";
      hash = "sha256-0SJl1oPKVd0JeZqPNaN9z7fGFngPLkiALXP1fNHfnJU=";
    };
  };
  plugin12 = buildVimPlugin {
    pname = "plugin12";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin12";
      rev = "01a3926b802c2f21968a383bacab2ddf8667c1dc";
      hash = "sha256-XaTbgvhpB2LMtSu1PnuXcdiM65GBowWqfN5KrcR9tSQ=";
    };
  };
  plugin13 = buildVimPlugin {
    pname = "plugin13";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin13";
      rev = "a99b3b22989b38a820794f95a676e1d36f768e1b";
      hash = "sha256-4ewRM9tExQWcmuLfoF6AinorqzNKhi4hPbTF2XNYH6Q=";
    };
  };
  plugin14 = buildVimPlugin {
    pname = "plugin14";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin14";
      rev = "bb8d2c2bac02ff99c0605e94a3b8e21258d37f85";
      hash = "sha256-CvxL2/e2bjztC1mjAM7IAD9eTM93I3fWYN4OjBwF01E=";
    };
  };
  plugin15 = buildVimPlugin {
    pname = "plugin15";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin15";
      rev = "c9dd24c9488a53affe53221d1623b7009507bb2d";
      hash = "sha256-bw5so1Yv9MCpsbtDqbAjTfxog7DVPJNPu0WNoNI66cc=";
    };
  };
  plugin16 = buildVimPlugin {
    pname = "plugin16";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin16";
      rev = "c4c29dc297b4326c2cde26fc265af9b5eb2c2a87";
      hash = "sha256-yxkWTBblEvB5D8eP1XS+w66JHN9//OAIjHJoo3N2iKw=";
    };
  };
  plugin17 = buildVimPlugin {
    pname = "plugin17";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin17";
      rev = "9ef2fc67ba997bc8f620e21030342119fa8c2cf4";
      hash = "sha256-FCHq6wfLBbBUdF94ThM7ypZa6HPP3zPBS+qeOXpBkM8=";
    };
  };
  plugin18 = buildVimPlugin {
    pname = "plugin18";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin18";
      rev = "fe8501342fe67986aa747840fbee6f2a946a501e";
      hash = "sha256-pckoFuMlIUpcHSK8LY7ta/FHZ/RVGVlfJHSn/WvbVXE=";
    };
  };
  plugin19 = buildVimPlugin {
    pname = "plugin19";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin19";
      rev = "f45f80a2bb98a1b26334a91080689de9d075a8f7";
      hash = "sha256-Z0jMBBQMZq617JFLsfBqEAisEOL+BxvzBiPCcN7RcM4=";
    };
  };
  plugin20 = buildVimPlugin {
    pname = "plugin20";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin20";
      rev = "7468653de7023f2d4101743020f89b72b9ad9d49";
      hash = "sha256-IZVPI9vW4C57nMn1dA1VlO6AeOl60/Xe/6+htXDS1yM=";
    };
  };
  plugin21 = buildVimPlugin {
    pname = "plugin21";
    version = "unstable-2023-03-25";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "plugin21";
      rev = "4f2cc1551f7b4482d595a31a94fbb99dcfbfeaad";
      hash = "sha256-diI6kj3JtubxozkDnFf6ju2Zvu0ZcbVdzxN0aoXyaLE=";
    };
  };
}
