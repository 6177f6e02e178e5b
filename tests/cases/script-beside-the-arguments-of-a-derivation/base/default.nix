{ runCommandWith, nodejs }:

runCommandWith
  {
    name = "signage-modules";
    derivationArgs = {
      nativeBuildInputs = [ nodejs ];
      src = ./app;
      outputHashMode = "recursive";
      outputHash = "sha256-FF1e1BTAnwvDPkDLtVUaRPkSXdZ8dhVAlGQpjoBDK+I=";
    };
  }
  ''
    npm ci --ignore-scripts
    mv node_modules $out
  ''
