{
  birds.tern = "1.3.0";
  birds.version = "1.3.0";
}
