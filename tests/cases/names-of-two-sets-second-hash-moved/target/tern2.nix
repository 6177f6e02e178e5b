{ fetchurl, version, hash ? "sha256-xyz5iCQKDuzLPtJf7bZ/n32xMqTF4Jmp0G0VGDU7iXc=" }:
fetchurl { url = "https://example.org/tern-${version}.tar.gz"; inherit hash; }
