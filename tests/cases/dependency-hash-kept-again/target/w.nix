{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage {
  pname = "w";
  version = "1.0";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "v3"; hash = "sha256-QSQrn65W+tTm533+M8sY0cP8WD+YjPJe+fLZvg1EC7s="; };
  cargoHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
