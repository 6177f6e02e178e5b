final: prev: {
  foil = final.callHackageDirect {
    pkg = "foil";
    ver = "0.3.3";
    sha256 = "sha256-1T+8tSxHg12FPy0u56Xqw61Z6SBlHbR8uiHwEB17A8k=";
  } { };
  joy = final.callHackageDirect {
    pkg = "joy";
    ver = "2.2";
    sha256 = "sha256-1T+8tSxHg12FPy0u56Xqw61Z6SBlHbR8uiHwEB17A8k=";
  } { };
}
