{ fetchurl }:
{
  night = fetchurl {
    url = "https://dl.example.org/nightly/2025-11-20/wren-1.0.zip";
    hash = "sha256-F2Rz1zEzlbbiCbxrHVeqFgtihwaGCqBVTXr2Ch1Aq4c=";
  };
  build = fetchurl {
    url = "https://dl.example.org/builds/15/wren-1.0.zip";
    hash = "sha256-RFdc9bKFEtdWRL9UpRfc7zBP+An9URdHYhtNZPGarGY=";
  };
  commit = fetchurl {
    url = "https://dl.example.org/84b2d3047e616d95a342c4c96d4d4a9e9e25930d/wren-1.0.tar.gz";
    hash = "sha256-lQXKy3xxDtFxJfzGyzZp6N3KbIzYr2ox9rPNZGBMMJg=";
  };
  candidate = fetchurl {
    url = "https://dl.example.org/1.0-rc1/wren-1.0.tar.gz";
    hash = "sha256-3aGKDiGuR8U7QwlDTLwCrov3ZPqDpt77txlDEkJyKqc=";
  };
  upload = fetchurl {
    url = "https://dl.example.org/dlf103566/wren-1.0.deb";
    hash = "sha256-/0CFrRVzVNyOpnqEjnwicLShkoJxPPOn7Pjg/7sVntE=";
  };
  word = fetchurl {
    url = "https://dl.example.org/beta/wren-1.0.zip";
    hash = "sha256-mMHrTuk0dnQ3Y4ePy5aiX7yaF1B01kAEd57LUkL2ReY=";
  };
}
