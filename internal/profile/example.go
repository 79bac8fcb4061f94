package profile

import (
	_ "embed"
	"fmt"
)

//go:embed example.json
var exampleJSON []byte

// Example is the profile of Aurelia, a Party that does not exist, under the
// code QZ, one of those that ISO 3166-1 leaves to its users. The
// demo runs on it, and it is what an authority starts from.
func Example() *Profile {
	p, err := Parse(exampleJSON)
	if err != nil {
		panic(fmt.Sprintf("embedded example profile: %v", err))
	}
	return p
}
