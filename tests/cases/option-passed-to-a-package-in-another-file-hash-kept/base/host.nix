{
  birds.tern = "1.2.0";
  birds.version = "1.2.0";
}
