{ fetchFromGitHub, withData ? false }:
fetchFromGitHub ({
  owner = "o"; repo = "tool"; rev = "v1.0";
} // (if withData then { fetchSubmodules = true; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; } else { hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }))
