{ fetchsvn }:
fetchsvn { url = "svn://x.org/lark/tags/1.4.2"; rev = "1234"; sha256 = "0cy5jlmm0k4c06552c0s6lk270nk65wmzggw9sc1pg11h6p3f9w7"; }
