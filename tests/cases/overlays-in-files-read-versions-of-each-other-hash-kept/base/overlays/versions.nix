final: prev: {
  birdVersions = {
    linnet = "1.4.2";
    twite = "2.0.1";
  };
}
