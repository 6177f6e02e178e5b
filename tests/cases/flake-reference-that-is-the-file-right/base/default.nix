(builtins.getFlake "github:birds/linnet/3f1c9a0d7be45c2186f0aa9d3b7c55e1f2d4a6b8?narHash=sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=").packages.x86_64-linux.default
