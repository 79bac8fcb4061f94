package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/profile"
)

// patience is how long one conversation with the mail server may take.
const patience = 30 * time.Second

// SMTP hands letters to the mail server of the profile: over STARTTLS, or over
// TLS at once on port 465. An unencrypted connection is used only where the
// profile says so and the server is this machine.
type SMTP struct {
	server profile.Mail
	name   string // of the sender
	domain string // of Message-IDs
	tls    *tls.Config
}

// implicitTLS is the port where TLS comes first (RFC 8314).
const implicitTLS = 465

// NewSMTP checks the settings. roots may be nil for those of the system.
func NewSMTP(server profile.Mail, name string, roots *tls.Config) (*SMTP, error) {
	_, domain, ok := strings.Cut(server.From, "@")
	if !ok || server.Host == "" {
		return nil, fmt.Errorf("mail: host and sender address must be set")
	}
	if server.Insecure && !local(server.Host) {
		return nil, fmt.Errorf("mail: an unencrypted connection to %s is refused: only to this machine", server.Host)
	}
	if roots == nil {
		roots = &tls.Config{}
	}
	roots = roots.Clone()
	roots.ServerName, roots.MinVersion = server.Host, tls.VersionTLS12
	return &SMTP{server, name, domain, roots}, nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// Send is Sender. What the server refuses for good ends the job.
func (s *SMTP) Send(ctx context.Context, l Letter) error {
	m, err := s.message(l)
	if err != nil {
		return job.Cancel(err)
	}
	options := []mail.Option{mail.WithPort(s.port()), mail.WithTimeout(patience), mail.WithTLSConfig(s.tls)}
	switch {
	case s.server.Insecure:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case s.port() == implicitTLS:
		options = append(options, mail.WithSSL())
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.server.User != "" {
		password, err := os.ReadFile(s.server.PasswordFile)
		if err != nil {
			return fmt.Errorf("mail: password: %w", err)
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.server.User), mail.WithPassword(strings.TrimSpace(string(password))))
	}
	client, err := mail.NewClient(s.server.Host, options...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, m)
	var refused *mail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() >= 500 && !refused.IsTemp() {
		return job.Cancel(fmt.Errorf("mail: the server refuses with code %d", refused.ErrorCode())) // its text may name the receiver
	}
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

func (s *SMTP) port() int {
	if s.server.Port == 0 {
		return mail.DefaultPortTLS
	}
	return s.server.Port
}

func (s *SMTP) message(l Letter) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.FromFormat(s.name, s.server.From); err != nil {
		return nil, fmt.Errorf("mail: sender: %w", err)
	}
	if err := m.To(l.To); err != nil {
		return nil, errors.New("mail: the address of the receiver cannot be used")
	}
	m.Subject(l.Subject)
	m.SetMessageIDWithValue(l.ID + "@" + s.domain)
	m.SetDate()
	m.SetGenHeader(mail.HeaderContentLang, string(l.Language))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, l.Body)
	return m, nil
}
