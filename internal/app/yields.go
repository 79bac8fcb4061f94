package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/opencites/opencites/internal/stock"
)

// yieldsFile is the Party's own table of plausible yields, in the data folder.
const yieldsFile = "yields.tsv"

// loadYields reads the Party's table of yields, or takes the one that the program
// brings along.
func loadYields(w Where) (stock.Yields, error) {
	f, err := os.Open(w.path(yieldsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return stock.StarterYields()
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", yieldsFile, err)
	}
	defer f.Close()
	return stock.ReadYields(f)
}
