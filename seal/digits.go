package seal

import "strings"

// Seven bytes are one big-endian number of seventeen decimal digits; a shorter
// last block has its own number of digits, so the number of digits alone tells
// the number of bytes.
const (
	blockBytes  = 7
	blockDigits = 17
)

var lastDigits = [blockBytes]int{0, 3, 5, 8, 10, 13, 15}

// maxText bounds what FromText reads: the digits of the largest seal and a URL.
const maxText = 8192

// Digits writes bytes as decimal digits for the numeric mode of a QR code.
func Digits(b []byte) string {
	out := make([]byte, 0, len(b)/blockBytes*blockDigits+blockDigits)
	for len(b) > 0 {
		n := min(blockBytes, len(b))
		var v uint64
		for _, c := range b[:n] {
			v = v<<8 | uint64(c)
		}
		width := blockDigits
		if n < blockBytes {
			width = lastDigits[n]
		}
		block := [blockDigits]byte{}
		for i := width - 1; i >= 0; i-- {
			block[i] = byte('0' + v%10)
			v /= 10
		}
		out = append(out, block[:width]...)
		b = b[n:]
	}
	return string(out)
}

// FromDigits reads what Digits wrote; a length no bytes have and a block too
// large for its bytes are refused.
func FromDigits(s string) ([]byte, error) {
	if len(s) == 0 || len(s) > maxText {
		return nil, refuse(Malformed, "%d digits", len(s))
	}
	out := make([]byte, 0, len(s)/blockDigits*blockBytes+blockBytes)
	for len(s) > 0 {
		width, n := min(blockDigits, len(s)), blockBytes
		if width < blockDigits {
			n = bytesOf(width)
		}
		if n == 0 {
			return nil, refuse(Malformed, "a last block of %d digits", width)
		}
		var v uint64
		for _, c := range []byte(s[:width]) {
			if c < '0' || c > '9' {
				return nil, refuse(Malformed, "a character that is no digit")
			}
			v = v*10 + uint64(c-'0')
		}
		if v>>(8*n) != 0 {
			return nil, refuse(Malformed, "a block too large for its bytes")
		}
		for i := n - 1; i >= 0; i-- {
			out = append(out, byte(v>>(8*i)))
		}
		s = s[width:]
	}
	return out, nil
}

func bytesOf(digits int) int {
	for n, d := range lastDigits {
		if d == digits {
			return n
		}
	}
	return 0
}

// URL is the text of the QR code: the address of the verification page at host
// with the seal in the fragment, which a browser does not send.
func URL(host string, b []byte) string { return "https://" + host + "/v#" + Digits(b) }

// FromText reads a seal from what a person scanned or pasted: the URL or its
// digits, with any white space. The host is ignored: a forger prints his own.
func FromText(s string) ([]byte, error) {
	if len(s) > maxText {
		return nil, refuse(Malformed, "%d characters", len(s))
	}
	s = strings.Join(strings.Fields(s), "")
	if i := strings.LastIndexByte(s, '#'); i >= 0 {
		s = s[i+1:]
	}
	return FromDigits(s)
}
