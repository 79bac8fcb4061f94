package storetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/store"
)

// cluster is the private PostgreSQL of this test binary. It is started at the
// first use; a watcher stops it when the binary ends, however it ends.
var cluster = sync.OnceValues(startCluster)

// server is a running cluster; every test clones its migrated template.
type server struct {
	dsn  string
	life io.Closer // the watcher ends the cluster when this is closed, by us or by our end
}

func (s server) database(name string) string { return fmt.Sprintf(s.dsn, name) }

func postgresDatabase(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("initdb"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("initdb of PostgreSQL is not on the PATH, and CI=true")
		}
		t.Skip("initdb of PostgreSQL is not on the PATH: this engine is not tested")
	}
	s, err := cluster()
	if err != nil {
		t.Fatal(err)
	}
	name := "t" + rand.Text()[:20]
	admin, err := sql.Open("pgx", s.database("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.Exec(`create database "` + name + `" template migrated`); err != nil {
		t.Fatal(err)
	}
	return s.database(name)
}

func startCluster() (server, error) {
	dir, err := os.MkdirTemp("", "opencites-postgres-")
	if err != nil {
		return server{}, err
	}
	credential, err := ordinaryUser(dir)
	if err != nil {
		return server{}, err
	}
	data := filepath.Join(dir, "data")
	run := func(name string, args ...string) error {
		c := exec.Command(name, args...)
		c.Dir = dir
		c.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(out))
		}
		return nil
	}
	if err := run("initdb", "-D", data, "-U", "opencites", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"); err != nil {
		return server{}, err
	}
	port, err := freePort()
	if err != nil {
		return server{}, err
	}
	// The postmaster is a child of this shell, which waits for the end of our
	// pipe: when the test binary is gone, killed or not, the cluster goes too.
	script := `postgres -D "$0" -p "$1" -k "" -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=32MB >"$0/../log" 2>&1 & pid=$!; cat >/dev/null; kill -QUIT $pid; wait $pid; rm -rf "${0%/data}"`
	watch := exec.Command("sh", "-c", script, data, strconv.Itoa(port))
	watch.Dir = dir
	watch.SysProcAttr = &syscall.SysProcAttr{Credential: credential, Setpgid: true}
	life, err := watch.StdinPipe()
	if err != nil {
		return server{}, err
	}
	if err := watch.Start(); err != nil {
		return server{}, err
	}
	s := server{dsn: fmt.Sprintf("postgres://opencites@127.0.0.1:%d/%%s?sslmode=disable", port), life: life}
	return s, s.makeTemplate(dir)
}

// makeTemplate waits for the server and makes the migrated database that tests clone.
func (s server) makeTemplate(dir string) error {
	admin, err := sql.Open("pgx", s.database("postgres"))
	if err != nil {
		return err
	}
	defer admin.Close()
	for range 300 {
		if err = admin.Ping(); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		return fmt.Errorf("private cluster does not answer: %w: %s", err, log)
	}
	if _, err := admin.Exec(`create database migrated`); err != nil {
		return err
	}
	d, err := store.Open(context.Background(), store.Config{DSN: s.database("migrated"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return d.Close()
}

// ordinaryUser gives the directory to a user who may run PostgreSQL, which
// refuses root. It returns nil when we are not root.
func ordinaryUser(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
