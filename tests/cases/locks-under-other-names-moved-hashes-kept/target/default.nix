{
  fetchFromGitHub,
  php,
  rustPlatform,
}:

{
  linnet = rustPlatform.buildRustPackage rec {
    pname = "linnet";
    version = "0.1.0";
    src = fetchFromGitHub {
      owner = "linnet";
      repo = "linnet";
      tag = version;
      hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
    };
    cargoLock = {
      lockFile = ./linnet-Cargo.lock;
      outputHashes."whinchat-0.1.0" = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
  };
  siskin = php.buildComposerProject rec {
    pname = "siskin";
    version = "0.2.0";
    src = fetchFromGitHub {
      owner = "siskin";
      repo = "siskin";
      tag = version;
      hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
    };
    postPatch = "cp ${./siskin-composer.lock} composer.lock";
    vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
  };
}
