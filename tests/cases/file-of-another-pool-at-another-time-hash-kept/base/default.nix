{ fetchurl }:
fetchurl {
  url = "https://snapshot.example.org/builds/20210329T212359Z/pool/main/e/efibootmgr/app.tar.gz";
  hash = "sha256-KuUa7BmCHybJ5oolDwZ85WmjRUMCEH78SNTj8qSO/pA=";
}
