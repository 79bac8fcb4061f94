package seal

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDigits(t *testing.T) {
	for n, want := range map[int]int{1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17, 8: 20, 298: 42*17 + 10} {
		if got := len(Digits(make([]byte, n))); got != want {
			t.Errorf("%d bytes: %d digits, want %d", n, got, want)
		}
	}
	if got := Digits([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}); got != "72057594037927935001" {
		t.Errorf("digits %s", got)
	}
	for _, bad := range []string{"", "1", "12", "256", "1234", "72057594037927936", "7205759403792793a", strings.Repeat("0", maxText+1), "٠٠٠"} {
		if b, err := FromDigits(bad); err == nil {
			t.Errorf("%.20q is read as %x", bad, b)
		}
	}
}

func TestDigitsBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 1, 400).Draw(t, "bytes")
		got, err := FromDigits(Digits(b))
		if err != nil || !bytes.Equal(got, b) {
			t.Fatalf("%x, %v", got, err)
		}
	})
}
