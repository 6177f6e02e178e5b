{ stdenv, fetchFromGitHub }:

{
  tally = stdenv.mkDerivation rec {
    pname = "tally";
    version = "2.0.0";
    src = fetchFromGitHub {
      owner = "example";
      repo = "tally";
      rev = "v${version}";
      hash = "sha256-H6ygMEoOcq80TBUR33z0ouVVKanMFVus1WBmzyhhw2g=";
    };
  };

  jot = stdenv.mkDerivation rec {
    pname = "jot";
    version = "0.4.1";
    src = fetchFromGitHub {
      owner = "example";
      repo = "jot";
      rev = "v${version}";
      hash = "sha256-VvpX2vwtcFz/AhCWrzNEzyBS6QSVVxWfNoUAzZjWaUI=";
    };
  };
}
