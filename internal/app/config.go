package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"

	"github.com/opencites/opencites/internal/fault"
)

// Config is the file of `opencites serve`. It says how the program runs on its
// machine; what the Party decides stands in the profile. Unknown fields are
// refused. Paths are relative to the file.
type Config struct {
	// Listen is the address to answer on. Keep it on the loopback interface and
	// put a reverse proxy with TLS before it.
	Listen string `json:"listen"`
	// Data is the folder with keys, profile and the embedded database.
	Data string `json:"data"`
	// Database is a PostgreSQL address, postgres://...; empty uses the embedded one.
	Database string `json:"database"`
	// Profile is the file of the Party; empty means profile.json in Data.
	Profile string `json:"profile"`
	// PassphraseFile holds the passphrase of the key store and is readable by
	// the program's user only; empty takes it from the environment.
	PassphraseFile string `json:"passphrase_file"`
	// SpeciesPlusTokenFile holds the token of a Species+ account; with it the
	// catalogue is brought up to date every night.
	SpeciesPlusTokenFile string `json:"speciesplus_token_file"`
	// FontDir is a folder with further typefaces for printing.
	FontDir string `json:"font_dir"`
	// Proxies are the addresses of reverse proxies whose X-Forwarded-For is believed.
	Proxies []netip.Prefix `json:"proxies"`
	// MetricsToken opens /metrics from elsewhere than the loopback interface.
	MetricsToken string `json:"metrics_token"`
	// Log is the least level that is logged: debug, info, warn or error.
	Log slog.Level `json:"log"`
}

// loadConfig reads and checks the file.
func loadConfig(path string) (Config, error) {
	c := Config{Listen: "127.0.0.1:8080", Data: "data", Log: slog.LevelInfo}
	raw, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("read configuration: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil {
		return c, fmt.Errorf("configuration %s: %w", path, err)
	}
	base := filepath.Dir(path)
	for _, p := range []*string{&c.Data, &c.Profile, &c.PassphraseFile, &c.SpeciesPlusTokenFile, &c.FontDir} {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(base, *p)
		}
	}
	return c, c.Validate()
}

// Validate names every wrong field.
func (c Config) Validate() error {
	f := fault.Invalidf("config.invalid")
	if _, err := netip.ParseAddrPort(c.Listen); err != nil {
		f.Add("listen", "config.listen", "value", c.Listen)
	}
	if c.Data == "" {
		f.Add("data", "config.data")
	}
	for i, p := range c.Proxies {
		if !p.IsValid() {
			f.Add(fmt.Sprintf("proxies.%d", i), "config.proxy")
		}
	}
	return f.OrNil()
}
