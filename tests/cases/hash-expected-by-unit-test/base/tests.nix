{ lib, locks }:
lib.runTests {
  testReadsLock = {
    expr = locks.read ./lock.json;
    expected = {
      version = "0.0.1";
      integrity = "sha512-ddaXWILlm1U0Z9qpcZffJjBFZRpz/GxQ1n/Qth3xKvYRUbniuPOgftNTDaxkEC4h04uJG5Ls/OdI1YJUyfuRzQ==";
    };
  };
}
