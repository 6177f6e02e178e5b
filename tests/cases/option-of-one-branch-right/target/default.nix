{ fetchFromGitHub, withData ? false }:
fetchFromGitHub ({
  owner = "o"; repo = "tool"; rev = "v1.1";
} // (if withData then { fetchSubmodules = true; hash = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc="; } else { hash = "sha256-SBTZIJOsig9KIWOrh97lCbowalj1iIvg7csvzQcSAos="; }))
