{ fetchurl, fetchzip }:
{
  a = fetchzip { url = "https://git.e.org/tool.git/snapshot/node-1.9.0.tar.gz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  b = fetchurl { url = "https://e.org/o/r/get/node-1.9.0.tar.gz"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  c = fetchurl { url = "https://e.org/dl/cord-common-1.2.3.tar.gz"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
}
