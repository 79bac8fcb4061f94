package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// Exit codes of every command.
const (
	exitDone     = 0
	exitNegative = 1 // the question was answered with no: an invalid permit, a failed check
	exitFailure  = 2 // wrong use or failure
)

// errNegative ends a command with exit code 1 after it has printed its answer.
var errNegative = errors.New("negative answer")

// commands is the command line, in the order of its help.
type commands struct {
	Demo         DemoCmd         `cmd:"" help:"Run a Party that does not exist, with people, cases and two years of trade."`
	Serve        ServeCmd        `cmd:"" help:"Run the service of a Party."`
	Version      VersionCmd      `cmd:"" help:"Print the version of the program."`
	Profile      ProfileCmd      `cmd:"" help:"Check the file with what a Party decides for itself, or print an example."`
	Rules        RulesCmd        `cmd:"" help:"The rules that applications and permits are checked against."`
	Account      AccountCmd      `cmd:"" help:"Make, list and help accounts from the command line."`
	Species      SpeciesCmd      `cmd:"" help:"The catalogue of taxa and listings: import, search."`
	Law          LawCmd          `cmd:"" help:"The law on a date: what holds for a taxon, changes to come, and what they would change."`
	Quota        QuotaCmd        `cmd:"" help:"Read the quota ledger: what is used, reserved and left."`
	Finding      FindingCmd      `cmd:"" help:"Read the register of non-detriment findings."`
	Chain        ChainCmd        `cmd:"" help:"Read the chains of evidence of acquisition."`
	Facility     FacilityCmd     `cmd:"" help:"The register of breeding operations, nurseries, ranches and institutions."`
	Stock        StockCmd        `cmd:"" help:"Read the stock accounts: lots and their movements."`
	Permit       PermitCmd       `cmd:"" help:"Read permits, their life after issue, and marks."`
	Notification NotificationCmd `cmd:"" help:"Read what other Parties and the Secretariat are told."`
	Measure      MeasureCmd      `cmd:"" help:"Read stricter national measures and try expressions."`
	Need         NeedCmd         `cmd:"" help:"Tell which documents and findings a consignment needs, from a case as JSON."`
	Report       ReportCmd       `cmd:"" help:"Make the annual report."`
	Check        CheckCmd        `cmd:"" help:"Test every promise of the system on the data: ledgers, log, frozen permits, duties."`
	Backup       BackupCmd       `cmd:"" help:"Copy the database to one file, also while the program runs."`
	Restore      RestoreCmd      `cmd:"" help:"Make a database from a backup. Nothing is overwritten."`
	Exchange     ExchangeCmd     `cmd:"" help:"Exchange permits with other Parties."`
	Verify       VerifyCmd       `cmd:"" help:"Tell whether a permit is genuine and valid, from its QR code or its PDF."`
	Keys         KeysCmd         `cmd:"" help:"List, rotate and revoke the keys that sign permits and lists."`
}

// Env is what commands use of the outside world.
type Env struct {
	Ctx    context.Context
	In     io.Reader
	Out    io.Writer
	Err    io.Writer
	Now    func() time.Time
	Getenv func(string) string
}

// Print writes v as indented JSON.
func (e *Env) Print(v any) error {
	enc := json.NewEncoder(e.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Main runs the program with its arguments and returns the exit code.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	env := &Env{Ctx: ctx, In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: func() time.Time { return time.Now().UTC() }, Getenv: os.Getenv}
	return run(env, args)
}

func run(env *Env, args []string) int {
	var c commands
	code, ended := exitDone, false
	parser, err := kong.New(&c,
		kong.Name("opencites"),
		kong.Description("CITES permits: application and issuance, control at the border, reporting and exchange, in one program."),
		kong.UsageOnError(), kong.Writers(env.Out, env.Err),
		kong.Exit(func(n int) { code, ended = n, true }),
		kong.Vars{"version": version()})
	if err != nil {
		fmt.Fprintln(env.Err, "opencites:", sentence(err))
		return exitFailure
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if ended { // help or version was printed
		return code
	}
	if err != nil {
		fmt.Fprintf(env.Err, "opencites: %v\nSee: opencites --help\n", err)
		return exitFailure
	}
	switch err := k.Run(env); {
	case err == nil:
		return exitDone
	case errors.Is(err, errNegative):
		return exitNegative
	default:
		fmt.Fprintln(env.Err, "opencites:", sentence(err))
		return exitFailure
	}
}
