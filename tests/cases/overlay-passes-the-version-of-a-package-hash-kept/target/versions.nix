final: prev: {
  linnetVersion = "1.5.0";
  twiteVersion = "2.0.1";
}
