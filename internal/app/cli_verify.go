package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/print"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/seal"
)

// VerifyCmd answers whether a permit is genuine and valid, from the text of its
// QR code or from its PDF.
type VerifyCmd struct {
	Where
	Seal   string   `arg:"" help:"Address or digits read from the QR code, a file that holds them, the PDF of a permit, or - for standard input."`
	Trust  string   `help:"List of keys to believe: a file or address, as JSON (like /trust) or signed (with --root). Without it, the keys in --data." placeholder:"FILE"`
	Root   []string `help:"Public key in hex that must have signed the list of keys; may be repeated." placeholder:"HEX"`
	Status []string `help:"Status list to use instead of fetching it; may be repeated." type:"existingfile" placeholder:"FILE"`
	JSON   bool     `help:"Print as JSON."`
}

// Help says what the exit code means.
func (c *VerifyCmd) Help() string {
	return "The exit code is 0 only for a permit that is genuine, in force, and known not to be revoked or used: " +
		"1 for every other answer, 2 when there was no answer. The host in the address is never believed. " +
		"In a PDF the seals attached to it are checked; compare what is printed with what they say."
}

// Run prints the verdict.
func (c *VerifyCmd) Run(env *Env) error {
	keys, err := c.trust(env)
	if err != nil {
		return err
	}
	seals, isFile, err := c.seals(env)
	var unread *seal.Error
	if err != nil && !errors.As(err, &unread) {
		return err
	}
	var verdicts []seal.Verdict
	if unread != nil {
		verdicts = append(verdicts, seal.Verdict{Code: unread.Code, Detail: unread.Detail})
	} else if verdicts, err = c.judge(env, keys, seals); err != nil {
		return err
	}
	answer := newVerifyAnswer(verdicts, isFile)
	if c.JSON {
		err = env.Print(answer)
	} else {
		err = answer.write(env.Out)
	}
	if err != nil {
		return err
	}
	if answer.Verdict != seal.Valid {
		return errNegative
	}
	return nil
}

const (
	maxVerifyInput = 32 << 20
	fetchWithin    = 10 * time.Second
)

// seals reads the argument and tells whether it was a whole document. Bytes that
// hold no seal give a *seal.Error, which is an answer; a file that cannot be
// read is a failure.
func (c *VerifyCmd) seals(env *Env) (seals [][]byte, isFile bool, err error) {
	text := []byte(c.Seal)
	switch {
	case c.Seal == "-":
		if text, err = io.ReadAll(io.LimitReader(env.In, maxVerifyInput)); err != nil {
			return nil, false, fmt.Errorf("read standard input: %w", err)
		}
	case !strings.Contains(c.Seal, "#"):
		raw, err := readSome(c.Seal)
		switch {
		case err == nil:
			text = raw
		case !errors.Is(err, fs.ErrNotExist) && !strings.Contains(err.Error(), "name too long"), strings.HasSuffix(strings.ToLower(c.Seal), ".pdf"):
			return nil, false, err
		}
	}
	if bytes.HasPrefix(text, []byte("%PDF-")) {
		seals, err := print.ReadSeal(text)
		if err != nil {
			return nil, true, &seal.Error{Code: seal.Malformed, Detail: sentence(err)}
		}
		return seals, true, nil
	}
	if len(text) > 0 && text[0] == 0xD2 { // the bytes themselves
		return [][]byte{text}, false, nil
	}
	b, err := seal.FromText(string(text))
	return [][]byte{b}, false, err
}

func readSome(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxVerifyInput))
}

// trust reads the list of keys: from --trust, or the public side of our own.
func (c *VerifyCmd) trust(env *Env) (*seal.TrustList, error) {
	if c.Trust == "" {
		t, err := sign.ReadPublic(c.path(keysFile), env.Now())
		if err != nil {
			return nil, fmt.Errorf("no list of keys: name one with --trust, or the folder of a Party with --data (%w)", err)
		}
		return t, nil
	}
	var raw []byte
	var err error
	if strings.HasPrefix(c.Trust, "http://") || strings.HasPrefix(c.Trust, "https://") {
		raw, err = fetch(env.Ctx, c.Trust)
	} else {
		raw, err = readSome(c.Trust)
	}
	if err != nil {
		return nil, fmt.Errorf("list of keys: %w", err)
	}
	if len(c.Root) > 0 {
		roots, err := c.roots()
		if err != nil {
			return nil, err
		}
		return seal.ParseTrust(raw, roots, len(roots), 0)
	}
	var t seal.TrustList
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, fmt.Errorf("list of keys %s: %w (a signed list needs --root)", c.Trust, err)
	}
	return &t, nil
}

func (c *VerifyCmd) roots() ([]seal.Key, error) {
	var roots []seal.Key
	for _, text := range c.Root {
		public, err := hex.DecodeString(text)
		if err != nil {
			return nil, fmt.Errorf("--root %s: not hex", text)
		}
		k := seal.Key{Use: seal.UseRoot, Public: public, KID: seal.KIDOf(public), Alg: seal.ES256}
		if len(public) == 32 {
			k.Alg = seal.Ed25519
		}
		roots = append(roots, k)
	}
	return roots, nil
}

// fetch gets a public list; it says nothing of the permit in question.
func fetch(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get %s: %s", address, answer.Status)
	}
	return io.ReadAll(io.LimitReader(answer.Body, 1<<20))
}

// judge gives the verdict on each page with the status lists at hand.
func (c *VerifyCmd) judge(env *Env, keys *seal.TrustList, seals [][]byte) ([]seal.Verdict, error) {
	lists := statusLists{cmd: c, env: env, keys: keys}
	defer lists.close()
	out := make([]seal.Verdict, len(seals))
	for i, b := range seals {
		out[i] = seal.Judge(b, keys, &lists, env.Now())
	}
	return out, lists.err
}

// statusAddress is where the list of a Party is fetched.
func statusAddress(keys *seal.TrustList, party cites.Country, list uint64) string {
	if keys.StatusLists == "" || party != keys.Party {
		return ""
	}
	return strings.TrimSuffix(keys.StatusLists, "/") + "/" + strconv.FormatUint(list, 10)
}
