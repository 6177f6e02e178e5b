package main

import (
	"fmt"

	"github.com/spf13/pflag"
	"golang.org/x/term"
)

func main() {
	pflag.Parse()
	fmt.Println(term.IsTerminal(0))
}
