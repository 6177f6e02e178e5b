{
  services.ibis = {
    enable = true;
    port = ;
  };
}
