package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strconv"
	"time"

	"github.com/opencites/opencites/internal/fault"
)

// Limits of guessing. The pause doubles with each further wrong try; what was
// silent for a day is forgotten.
const (
	freeTries    = 5
	firstPause   = time.Minute
	longestPause = time.Hour
	forgetAfter  = 24 * time.Hour
	// letters that strangers may have sent to one address within a day.
	freeLetters = 5
)

// key hides what was typed: an unknown login may be anything, even a password.
func key(kind, login string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + login))
	return hex.EncodeToString(sum[:])
}

// claim counts a try before it is made, so that a hundred tries at once are not
// a hundred free ones. It returns the tries counted so far, this one included,
// or a Denied fault while the pause lasts.
func (o *Office) claim(ctx context.Context, tx Tx, key string) (int, error) {
	now := o.Now()
	if err := tx.DropAttemptsBefore(ctx, now.Add(-forgetAfter)); err != nil {
		return 0, err
	}
	a, err := tx.Attempts(ctx, key)
	if err != nil {
		return 0, err
	}
	if now.Before(a.Until) {
		minutes := int(math.Ceil(a.Until.Sub(now).Minutes()))
		return 0, fault.New(fault.Denied, "account.sign_in.paused", "minutes", strconv.Itoa(minutes))
	}
	a.Count++
	a.Last = now
	if a.Count >= freeTries {
		a.Until = now.Add(pause(a.Count))
	}
	return a.Count, tx.SaveAttempts(ctx, key, a)
}

// pause after the n-th try, n >= freeTries.
func pause(n int) time.Duration {
	d := firstPause
	for i := freeTries; i < n && d < longestPause; i++ {
		d *= 2
	}
	return min(d, longestPause)
}
