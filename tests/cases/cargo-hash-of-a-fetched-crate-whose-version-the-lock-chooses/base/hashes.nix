{
  "0.2.106" = {
    crateSha256 = "0sbbgdwhk1mrqglxic6q76af96ljgg3pkm8bw9zad9v74cfk7zpm";
    cargoHash = "sha256-MyJTLYWJ+VyRKnyVauzVsNiEcmO5AhQ4xyoSYEH2Eug=";
  };
}
