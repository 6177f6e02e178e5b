{ buildTool }:
buildTool {
  pname = "lumis";
  hashes = {
    linux = "sha256-ofzkNjhU/4iM/0uOeHXWAMJoI5BBKoz3mzfQsRFIsPo=";
  };
}
