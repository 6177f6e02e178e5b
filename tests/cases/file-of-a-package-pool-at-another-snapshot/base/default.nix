{ fetchurl }:
fetchurl {
  url = "https://snapshot.example.org/archive/debian/20210329T212359Z/pool/main/e/efibootmgr/efibootmgr_17-2_amd64.deb";
  hash = "sha256-KuUa7BmCHybJ5oolDwZ85WmjRUMCEH78SNTj8qSO/pA=";
}
