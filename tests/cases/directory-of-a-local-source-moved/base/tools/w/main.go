package main

import _ "golang.org/x/net/html"

func main() {}
