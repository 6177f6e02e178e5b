{ mkServer }:
mkServer {
  version = "1.16.4";
  mcSha1 = "35139deedbd5182953cf1caa23835da59ca3d7cd";
}
