final: prev: {
  linnetVersion = "1.4.2";
  twiteVersion = "2.0.1";
}
