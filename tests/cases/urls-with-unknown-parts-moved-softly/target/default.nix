{ fetchurl, fetchpatch, r }:
{
  icon = fetchurl { url = "https://raw.githubusercontent.com/o/${r}/v1.1/icon.png"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  daily = fetchurl { url = "https://e.org/${r}/2024.01.02/tool.tgz"; hash = "sha256-y6BrVzb69n5UsHtWHq6UOV53TFF6fZEKVDaeEmPM+9Q="; };
  fix = fetchpatch { url = "https://e.org/${r}/1.2.4/fix.patch"; hash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk="; };
  asset = fetchurl { url = "https://github.com/o/${r}/releases/download/1.2-2/x-1.2.zip"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  tool = fetchurl { url = "https://e.org/${r}/tool-1.1.tgz"; hash = "sha256-aPiFxXeLTYe9HOXEqUhpI7Ed8TLSE7ezZFB7DtWFq8E="; };
}
