package mailtest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// Sink is a mail server on this machine that keeps what it gets.
type Sink struct {
	net.Listener
	cert *tls.Certificate // offers STARTTLS when set
	// Refuse is the answer to every receiver, when set.
	Refuse string
	mu     sync.Mutex
	got    []string // messages
	secure []bool   // whether each came encrypted
}

// New starts a mail server that the end of the test stops; cert, when set, makes it
// offer STARTTLS.
func New(t *testing.T, cert *tls.Certificate) *Sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Sink{Listener: l, cert: cert}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

// Port is where it listens on 127.0.0.1.
func (s *Sink) Port() int { return s.Addr().(*net.TCPAddr).Port }

// Messages are what came, and whether each came encrypted.
func (s *Sink) Messages() ([]string, []bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.got...), append([]bool(nil), s.secure...)
}

func (s *Sink) talk(c net.Conn) {
	defer func() { c.Close() }()
	r, encrypted := bufio.NewReader(c), false
	say := func(line string) { fmt.Fprint(c, line+"\r\n") }
	say("220 sink")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "EHLO", "HELO":
			if s.cert != nil && !encrypted {
				say("250-sink")
				say("250 STARTTLS")
				continue
			}
			say("250 sink")
		case "STARTTLS":
			say("220 go on")
			secure := tls.Server(c, &tls.Config{Certificates: []tls.Certificate{*s.cert}})
			c, r, encrypted = secure, bufio.NewReader(secure), true
		case "RCPT":
			if s.Refuse != "" {
				say(s.Refuse)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			s.read(r, encrypted)
			say("250 kept")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *Sink) read(r *bufio.Reader, encrypted bool) {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		b.WriteString(line)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got, s.secure = append(s.got, b.String()), append(s.secure, encrypted)
}

// Certificate makes a certificate for this machine and the roots that trust it.
func Certificate(t *testing.T) (*tls.Certificate, *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	shape := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, shape, shape, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, &tls.Config{RootCAs: pool}
}
