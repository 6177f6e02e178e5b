package main

import (
	"fmt"

	"github.com/spf13/pflag"
	"github.com/rivo/uniseg"
	"golang.org/x/term"
)

func main() {
	pflag.Parse()
	fmt.Println(term.IsTerminal(0), uniseg.StringWidth(""))
}
