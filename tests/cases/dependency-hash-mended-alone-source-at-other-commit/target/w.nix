{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage {
  pname = "w";
  version = "unstable";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "b802f384302cb24fbab0a44997e820bf2e8507bb"; hash = "sha256-QSQrn65W+tTm533+M8sY0cP8WD+YjPJe+fLZvg1EC7s="; };
  cargoHash = "sha256-54gQPuFTGPzSr5tztOu7M6kDsCDeezB9cfX+0PQz5Ug=";
}
