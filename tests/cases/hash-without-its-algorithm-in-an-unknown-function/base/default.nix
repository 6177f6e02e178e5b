{ buildTool, fetchurl }:

buildTool {
  pname = "knot";
  version = "1.0";

  src = fetchurl {
    url = "https://knot.example/knot-1.0.tar.gz";
    hash = "sha256-gCtsWYScbkft1AG03vE3aTpazUiU7z5R5r+9XmYGSos=";
  };

  goModulesHash = "sha256-lU5ytYZsJeqgbqlh+Kf/IK/FPur4W1MAA92RRbku2jY=";
}
