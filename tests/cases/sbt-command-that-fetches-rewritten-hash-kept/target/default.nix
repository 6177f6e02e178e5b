{ fetchFromGitHub, lndir, sbt }:

{
  crane = sbt.mkDerivation {
    pname = "crane";
    version = "1.0.0";

    src = fetchFromGitHub {
      owner = "example";
      repo = "crane";
      rev = "v1.0.0";
      hash = "sha256-LGrCPk/9+V8I82nspkiLWFvKDe8N3+afUl5A1KolCdM=";
    };

    depsSha256 = "sha256-acEhTVfxp7BCpjm8JVX1vmv5qP6hWf5brrl8SYSDjPU=";

    depsWarmupCommand = ''
      mkdir -p $SBT_DEPS/project/.ivy/local
      lndir ${./local} $SBT_DEPS/project/.ivy/local
      sbt compile
    '';
  };

  egret = sbt.mkDerivation {
    pname = "egret";
    version = "1.0.0";

    src = fetchFromGitHub {
      owner = "example";
      repo = "egret";
      rev = "v1.0.0";
      hash = "sha256-TivANcAHo/bzYT4m1+5LFYBrL7hH3aBpxwgLCpvdK2Q=";
    };

    depsSha256 = "sha256-QVzTmPm10XMtvNulUqYiF+wjE7E8gGU4KF04EKtRlcM=";

    depsWarmupCommand = ''
      mkdir -p $SBT_DEPS/project/.ivy/local
      sbt update
    '';
  };
}
