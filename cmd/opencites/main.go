// Command opencites is an electronic CITES permit system in one program.
package main

import (
	"os"

	"github.com/opencites/opencites/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:])) }
