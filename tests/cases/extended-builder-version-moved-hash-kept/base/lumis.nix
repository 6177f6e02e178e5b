{ buildTool }:
buildTool {
  pname = "lumis";
  hashes = {
    linux = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
  };
}
