{ php }:

php.buildComposerProject2 {
  pname = "mailer";
  version = "1.0.3";
  src = ./.;
  vendorHash = "sha256-BtYyVHV5GV0GjR98rK2v3SItjr7YlLO2T8SfILklDJ0=";
}
