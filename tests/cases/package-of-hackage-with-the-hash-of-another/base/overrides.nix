final: prev: {
  foil = final.callHackageDirect {
    pkg = "foil";
    ver = "0.3.2";
    sha256 = "sha256-B9JccfYo9jSjJ3sPt2fTRM463Qg7qvt7czDU5Vc+utA=";
  } { };
  joy = final.callHackageDirect {
    pkg = "joy";
    ver = "2.2";
    sha256 = "sha256-1T+8tSxHg12FPy0u56Xqw61Z6SBlHbR8uiHwEB17A8k=";
  } { };
}
