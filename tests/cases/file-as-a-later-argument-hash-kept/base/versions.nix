{
  gull = "1.0";
  tern = "2.0";
}
