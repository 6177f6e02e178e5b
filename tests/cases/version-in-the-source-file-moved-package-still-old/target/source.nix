{
  name = "wren-source";
  version = "1.1.0";
  hash = "sha256-ccSSMMy9RTPF2F28Hx1xKfy6yf7mCw/RVmGmTVbIo9k=";
}
