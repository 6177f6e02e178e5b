{
  version = "0.23.0-pre.2";
  hash = "sha256-pNRR7CNGNyb3LEPWTHEJaPa2As1lO03ore4bVWJAqCk=";

  mod = {
    "golang.org/x/tools" = {
      version = "v0.47.1-0.20260625193738-37af06489a8a";
      hash = "sha256-+dNdQ3cNOQkqZj5mXoKuHYSp4No9DRDEB6ytpqQM0oE=";
    };
    "golang.org/x/exp/typeparams" = {
      version = "v0.0.0-20260611194520-c48552f49976";
      hash = "sha256-l81us9/WW/XtXBK3gAE487+LbKImLPaLuv10udwD9J8=";
    };
  };
}
