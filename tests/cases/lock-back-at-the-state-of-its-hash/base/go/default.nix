{ buildGoModule }:
buildGoModule {
  pname = "mill";
  version = "0.4.0";
  src = ./.;
  vendorHash = "sha256-kB+sCOO0ZLEvqx0EYkpRkBuFHxXzARm8NFhChQUDBUU=";
}
