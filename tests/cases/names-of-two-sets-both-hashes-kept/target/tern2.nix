{ fetchurl, version }:
fetchurl { url = "https://example.org/tern2-${version}.tar.gz"; hash = "sha256-bdILiCQgDuzpPtJf1aZ/n32xMqTF4Jmp0G0VGDU7iXc="; }
