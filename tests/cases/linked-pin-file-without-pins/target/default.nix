{ fetchurl }:

fetchurl {
  url = "https://x.example/a-1.0.tgz";
  sha256 = "0w3wf18cq1jvpbrsqy7lm2g4sh6s0mzl4qvqmi7nvsjnhb5yhhwq";
}
