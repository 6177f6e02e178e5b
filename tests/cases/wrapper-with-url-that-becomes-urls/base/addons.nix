{ buildAddon }:
{
  finch = buildAddon {
    pname = "finch";
    version = "4.13";
    url = "https://addons.example.org/4332091/finch-4.13.xpi";
    sha256 = "31b9e9521eac579114ed20616851f4f984229fbe6d8ebd4dc4799eb48c59578c";
  };
}
