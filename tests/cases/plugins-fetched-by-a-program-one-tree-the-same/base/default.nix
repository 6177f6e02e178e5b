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
}
