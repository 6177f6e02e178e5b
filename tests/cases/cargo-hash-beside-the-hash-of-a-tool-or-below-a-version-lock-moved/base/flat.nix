{
  wrenSha256 = "1v2v36m1lfxx0jqdnx1pigpwg8kfi6jjcjxhrpdwra403bnc5qxi";
  cargoHash = "sha256-MyJTLYWJ+VyRKnyVauzVsNiEcmO5AhQ4xyoSYEH2Eug=";
}
