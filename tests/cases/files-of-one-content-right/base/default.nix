{ fetchurl, fetchpatch }:
{
  a = fetchurl { url = "https://e.org/licenses/LICENSE-2.0.txt"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  b = fetchpatch { url = "https://e.org/patches/tool-1.2.3-gcc13.patch"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  c = fetchurl { url = "https://e.org/tool/release-1.2.3.tar.gz"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
  d = fetchurl { url = "https://e.org/pool/jammy/tool-jammy_1.4.0_amd64.deb"; hash = "sha256-GiCcRZ7ouy1PLLJMP2SIvi8Ra2vXLUDZjQrQAIU/xHw="; };
}
