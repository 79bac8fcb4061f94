package job

import (
	"errors"
	"fmt"
	"testing"
)

func TestCancel(t *testing.T) {
	cause := errors.New("no such permit")
	err := fmt.Errorf("seal: %w", Cancel(cause))
	if !Cancelled(err) || !errors.Is(err, cause) {
		t.Error("cancelled error not recognised")
	}
	if Cancelled(cause) || Cancelled(nil) || Cancel(nil) != nil {
		t.Error("ordinary error taken as cancelled")
	}
}
