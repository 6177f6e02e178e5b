(builtins.getFlake "github:birds/linnet/9b27e4d05fa1c83367e2d1b04c8f9a6e5d3b1c70?narHash=sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=").packages.x86_64-linux.default
