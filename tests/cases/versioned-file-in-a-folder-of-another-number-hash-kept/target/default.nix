{ fetchurl }:
{
  night = fetchurl {
    url = "https://dl.example.org/nightly/2026-01-05/wren-1.0.zip";
    hash = "sha256-F2Rz1zEzlbbiCbxrHVeqFgtihwaGCqBVTXr2Ch1Aq4c=";
  };
  build = fetchurl {
    url = "https://dl.example.org/builds/16/wren-1.0.zip";
    hash = "sha256-RFdc9bKFEtdWRL9UpRfc7zBP+An9URdHYhtNZPGarGY=";
  };
  commit = fetchurl {
    url = "https://dl.example.org/bcd6b40c5572d6f5708d3f0b32fdd37d6d241e68/wren-1.0.tar.gz";
    hash = "sha256-lQXKy3xxDtFxJfzGyzZp6N3KbIzYr2ox9rPNZGBMMJg=";
  };
  candidate = fetchurl {
    url = "https://dl.example.org/1.0-rc2/wren-1.0.tar.gz";
    hash = "sha256-3aGKDiGuR8U7QwlDTLwCrov3ZPqDpt77txlDEkJyKqc=";
  };
  upload = fetchurl {
    url = "https://dl.example.org/dlf103777/wren-1.0.deb";
    hash = "sha256-/0CFrRVzVNyOpnqEjnwicLShkoJxPPOn7Pjg/7sVntE=";
  };
  word = fetchurl {
    url = "https://dl.example.org/stable/wren-1.0.zip";
    hash = "sha256-mMHrTuk0dnQ3Y4ePy5aiX7yaF1B01kAEd57LUkL2ReY=";
  };
}
