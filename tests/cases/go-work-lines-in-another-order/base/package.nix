{ buildGoModule }:

buildGoModule {
  pname = "ledger";
  version = "1.4.0";
  src = ./.;
  vendorHash = "sha256-Rn4uQm8X0kY7wTr3c5VbLs2Gd9hZp1aEo6fRi4yNt8A=";
}
