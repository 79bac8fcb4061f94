package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/seal"
)

// KeysCmd manages the keys of the Party on the machine that holds them.
type KeysCmd struct {
	List   KeysListCmd   `cmd:"" help:"List the public side of all keys."`
	Rotate KeysRotateCmd `cmd:"" help:"Make the next key of a usage the current one and make a new next key."`
	Revoke KeysRevokeCmd `cmd:"" help:"Revoke a key that was stolen or lost."`
}

// passphraseFile may hold the passphrase in the data folder, as the demo does.
const passphraseFile = "keys.pass"

// keystore opens the keys with the passphrase from the environment or from the
// file in the data folder.
func (w Where) keystore(env *Env) (*sign.Keystore, error) {
	pass, err := sign.Passphrase(env.Getenv)
	if _, none := os.Stat(w.path(passphraseFile)); err != nil && none == nil {
		pass, err = sign.PassphraseFile(w.path(passphraseFile))
	}
	if err != nil {
		return nil, err
	}
	return sign.Open(w.path(keysFile), pass, rand.Reader)
}

// KeysListCmd lists keys; it needs no passphrase.
type KeysListCmd struct {
	Where
	JSON bool `help:"Print as JSON, in the form of /trust."`
}

// Run prints the keys with their usage, state and periods.
func (c *KeysListCmd) Run(env *Env) error {
	list, err := sign.ReadPublic(c.path(keysFile), env.Now())
	if err != nil {
		return err
	}
	if c.JSON {
		return env.Print(list)
	}
	t := tabwriter.NewWriter(env.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "KEY\tUSE\tSTATE\tFROM\tSIGNS UNTIL\tVERIFIED UNTIL\tREVOKED FROM")
	for _, k := range list.List {
		revoked := ""
		if k.RevokedFrom != nil {
			revoked = fmt.Sprint(*k.RevokedFrom)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.KID, k.Use, k.State, k.From.Format(time.DateOnly),
			k.SignUntil.Format(time.DateOnly), k.VerifyUntil.Format(time.DateOnly), revoked)
	}
	return t.Flush()
}

// KeysRotateCmd rotates a usage.
type KeysRotateCmd struct {
	Where
	Use string `arg:"" help:"Usage: PS permits, LS long certificates, ES endorsements, ST status lists, TL log, NCA root." enum:"PS,LS,ES,ST,TL,NCA"`
}

// Run rotates and records it.
func (c *KeysRotateCmd) Run(env *Env) error {
	return c.changeKeys(env, func(k *sign.Keystore) (map[string]any, error) {
		for _, p := range sign.Policies() {
			if p.Use.String() == c.Use {
				return map[string]any{"act": "rotate", "use": c.Use}, k.Rotate(p.Use, env.Now())
			}
		}
		return nil, fmt.Errorf("no usage %s", c.Use)
	})
}

// KeysRevokeCmd revokes a key from a log index on, or altogether.
type KeysRevokeCmd struct {
	Where
	Key       string `arg:"" help:"Name of the key, sixteen hexadecimal digits, as listed."`
	FromIndex *int64 `help:"First index of the log that the key no longer covers: permits logged before it stay good." xor:"how" placeholder:"N"`
	All       bool   `help:"Revoke everything the key ever signed." xor:"how"`
}

// Run revokes and records it. Without a choice between an index and everything
// nothing is done: one keeps genuine permits good, the other ends them.
func (c *KeysRevokeCmd) Run(env *Env) error {
	if c.FromIndex == nil && !c.All {
		return errors.New("say --from-index N (permits logged before it stay good) or --all")
	}
	raw, err := hex.DecodeString(c.Key)
	if err != nil || len(raw) != len(seal.KID{}) || c.FromIndex != nil && *c.FromIndex < 0 {
		return fmt.Errorf("key %q: not a name as listed by `opencites keys list`, or a negative index", c.Key)
	}
	return c.changeKeys(env, func(k *sign.Keystore) (map[string]any, error) {
		detail := map[string]any{"act": "revoke", "key": strings.ToLower(c.Key)}
		var from *uint64
		if c.FromIndex != nil {
			n := uint64(*c.FromIndex)
			from, detail["from_index"] = &n, *c.FromIndex
		}
		return detail, k.Revoke(seal.KID(raw), from, env.Now())
	})
}

// changeKeys changes the keys and puts the change into the log. The keys come
// first: a revocation must not wait for a database.
func (w Where) changeKeys(env *Env, change func(*sign.Keystore) (map[string]any, error)) error {
	keys, err := w.keystore(env)
	if err != nil {
		return err
	}
	before := keys.Keys()
	detail, err := change(keys)
	if err != nil {
		return err
	}
	known := map[seal.KID]bool{}
	for _, k := range before {
		known[k.KID] = true
	}
	var made []any
	for _, k := range keys.Keys() {
		if !known[k.KID] {
			made = append(made, k.KID.String())
		}
	}
	detail["made"] = made
	if err := w.recordKeys(env, detail); err != nil {
		return fmt.Errorf("the keys were changed, but this is not in the log: %w", err)
	}
	_, err = fmt.Fprintf(env.Out, "Done. New keys: %v. A running program takes them up at its next start or daily maintenance.\n", made)
	return err
}

func (w Where) recordKeys(env *Env, detail map[string]any) error {
	db, err := w.openStore(env)
	if err != nil {
		return err
	}
	defer db.Close()
	who := operator()
	return db.Update(env.Ctx, func(tx *store.Tx) error {
		_, err := tx.Record(env.Ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(actor.Administrator)},
			Verb: string(actor.ManageKeys), SubjectKind: "key", SubjectID: keySubject(detail), Detail: detail})
		return err
	})
}

// keySubject names the subject of the event: the key, or the usage.
func keySubject(detail map[string]any) string {
	for _, name := range []string{"key", "use"} {
		if s, ok := detail[name].(string); ok {
			return s
		}
	}
	return ""
}
