final: prev: {
  birdVersions = {
    linnet = "1.5.0";
    twite = "2.0.1";
  };
}
