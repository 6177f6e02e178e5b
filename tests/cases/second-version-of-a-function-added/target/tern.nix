{ fetchurl, version ? "1.0.0", hash ? "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=" }:
fetchurl { url = "https://example.org/tern-${version}.tar.gz"; inherit hash; }
