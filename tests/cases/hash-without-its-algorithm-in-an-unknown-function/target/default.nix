{ buildTool, fetchurl }:

buildTool {
  pname = "knot";
  version = "1.1";

  src = fetchurl {
    url = "https://knot.example/knot-1.1.tar.gz";
    hash = "sha256-YXzEu1/BC41mv08wm67kziRkQsSEmd/N00pY7IwF3rc=";
  };

  goModulesHash = "0fzl1qbnblp1x1x4m4g3v9c9r0bh5h0j4kd7yq1nvz8wq2sc6a3w";
}
