{
  version = "1.0.0";
  hash = "sha256-2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=";

  mod = {
    "golang.org/x/tools" = {
      version = "v0.47.2";
      hash = "sha256-GrLOMsH1Jv05UlLnPkP8qTR7mGivPEOlHu2wcDtcDLQ=";
    };
    "golang.org/x/exp/slices" = {
      version = "v0.0.0-20260718201538-764159d718ef";
      hash = "sha256-l81us9/WW/XtXBK3gAE487+LbKImLPaLuv10udwD9J8=";
    };
  };
}
