package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

func (d *DB) openPostgres() error {
	c, err := pgx.ParseConfig(d.cfg.DSN)
	if err != nil {
		return err
	}
	// Never acknowledge before the commit is on disk, whatever the server's or the role's default.
	c.RuntimeParams["synchronous_commit"] = "on"
	c.RuntimeParams["timezone"] = "UTC"
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 10 * time.Second
	}
	d.engine = engine{
		name: "postgres", lock: ownStatement + `select size from log_tree where id = 1 for update`,
		view:  &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
		retry: postgresRetry, fatal: func(error) bool { return false }, broken: postgresBroken, lost: postgresLost,
	}
	dsn := stdlib.RegisterConnConfig(c)
	if d.write, err = sql.Open("pgx", dsn); err != nil {
		return err
	}
	d.write.SetMaxOpenConns(8)
	d.write.SetMaxIdleConns(2)
	if d.read, err = sql.Open("pgx", dsn); err != nil {
		return err
	}
	n := d.cfg.Readers
	if n <= 0 {
		n = 8
	}
	d.read.SetMaxOpenConns(n)
	d.read.SetMaxIdleConns(n)
	d.read.SetConnMaxIdleTime(5 * time.Minute)
	return nil
}

func postgresCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// postgresRetry: serialisation failure, deadlock, lock not available.
func postgresRetry(err error) bool {
	switch postgresCode(err) {
	case "40001", "40P01", "55P03":
		return true
	}
	return false
}

func postgresBroken(err error) (string, bool) {
	var e *pgconn.PgError
	if !errors.As(err, &e) || !strings.HasPrefix(e.Code, "23") {
		return "", false
	}
	return e.ConstraintName, true
}

// postgresLost: connection (08), resources such as a full disk (53), shutdown
// (57P), read-only standby (25006), no such database (3D000), or no server at all.
func postgresLost(err error) bool {
	code := postgresCode(err)
	for _, p := range []string{"08", "53", "57P", "25006", "3D000", "58"} {
		if strings.HasPrefix(code, p) {
			return true
		}
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || pgconn.SafeToRetry(err) ||
		(err != nil && (strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "unexpected EOF")))
}

// warnUnsafe tells an operator whose server may lose acknowledged commits.
func (d *DB) warnUnsafe(ctx context.Context) error {
	if d.engine.name != "postgres" {
		return nil
	}
	var fsync string
	if err := d.write.QueryRowContext(ctx, `show fsync`).Scan(&fsync); err != nil {
		return err
	}
	if fsync != "on" {
		d.cfg.Log.Warn("the PostgreSQL server does not sync to disk: a power cut loses acknowledged permits", "fsync", fsync)
	}
	return nil
}
