{ fetchurl, version ? "1.0.0", hash ? "sha256-bdILiCQgDuzpPtJf1aZ/n32xMqTF4Jmp0G0VGDU7iXc=" }:
fetchurl { url = "https://example.org/tern2-${version}.tar.gz"; inherit hash; }
