{ mkServer }:
mkServer {
  version = "1.16.5";
  mcSha1 = "1b557e7b033b583cd9f66746b7a9ab1ec1673ced";
}
