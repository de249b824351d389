// Package config is what an operator may set: flags and HTX_* variables of registryd, checked before anything starts. It
// alone reads the environment.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"htxregistry/internal/vn"
)

// Database says where the register is kept.
type Database struct {
	Data        string `default:"./data" env:"HTX_DATA" help:"Directory of the private PostgreSQL and of the papers of dossiers. It is made when it is missing."`
	DatabaseURL string `env:"HTX_DATABASE_URL,DATABASE_URL" help:"PostgreSQL server to use instead of a private one. Without it registryd runs its own in the data directory." name:"database-url"`
	SigningKey  string `env:"HTX_SIGNING_KEY" help:"File with the private key that signs certificates; made when it is missing. Default: signing-key.jwk in the data directory." name:"signing-key"`
	LogKey      string `env:"HTX_LOG_KEY" help:"File of the key that signs the log over the ledger; log.key in the data directory when this is not given. serve makes it when it is missing." name:"log-key"`
	Programmes  string `env:"HTX_PROGRAMMES" help:"Directory of the programmes that a province adds, one a YAML file, and of documents.yaml, the documents they cite. Default: programmes in the data directory, if there is one. All commands on one database need the same." type:"existingdir"`
	MaxConns    int32  `default:"16" env:"HTX_MAX_CONNS" help:"Largest number of database connections." name:"max-conns"`
	LogLevel    string `default:"info" enum:"debug,info,warn,error" env:"HTX_LOG_LEVEL" help:"Least important messages that are logged: debug, info, warn or error." name:"log-level"`
}

// Serve is the server.
type Serve struct {
	Database
	Listen         string        `default:"127.0.0.1:8080" env:"HTX_LISTEN" help:"Address and port to listen on."`
	PublicURL      string        `env:"HTX_PUBLIC_URL" help:"Address at which anyone reaches this register, such as https://so.example.vn; the codes on certificates begin with it. Default: the address listened on." name:"public-url"`
	Sandbox        bool          `env:"HTX_SANDBOX" help:"Run as a sandbox: its clock starts where --clock says and is moved forward through POST /v1/sandbox/clock. A database is a sandbox for ever or never."`
	Clock          string        `env:"HTX_CLOCK" help:"Day on which a new sandbox starts, such as 2021-06-01."`
	Sample         bool          `env:"HTX_SAMPLE" help:"Add the sample organisations that come with the program and one key for each role, and print how to try the register."`
	CodeRange      string        `default:"14:2000000-2999999" env:"HTX_CODE_RANGE" help:"Range the register allots codes from: prefix of the tax authority, first and last serial." name:"code-range"`
	FourEyes       []string      `default:"province" env:"HTX_FOUR_EYES" help:"Levels of offices at which whoever received a dossier may not be the only one to decide it: province, district, commune; none to switch it off." name:"four-eyes"`
	RateLimit      int           `default:"600" env:"HTX_RATE_LIMIT" help:"Requests a minute for one key or, without a key, one address. 0 sets no limit." name:"rate-limit"`
	TrustedProxies []string      `env:"HTX_TRUSTED_PROXIES" help:"Networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8." name:"trusted-proxies"`
	MaxUpload      int64         `default:"20971520" env:"HTX_MAX_UPLOAD" help:"Largest paper or opening book in bytes." name:"max-upload"`
	RequestTimeout time.Duration `default:"30s" env:"HTX_REQUEST_TIMEOUT" help:"Longest time for one request." name:"request-timeout"`
	Drain          time.Duration `default:"20s" env:"HTX_DRAIN" help:"Longest time that running requests get to finish after SIGTERM."`
}

// Migrate brings the database to the version the program needs.
type Migrate struct {
	Database
}

// Key is about API keys.
type Key struct {
	Create        KeyCreate        `cmd:"" help:"Make a key and print it once, alone on standard output."`
	List          KeyList          `cmd:"" help:"List keys without their secrets."`
	Revoke        KeyRevoke        `cmd:"" help:"End a key at once."`
	RotateSigning KeyRotateSigning `cmd:"" help:"Sign certificates with a new key from now on; what was signed before stays verifiable." name:"rotate-signing"`
	RotateLog     KeyRotateLog     `cmd:"" help:"Hand the log over the ledger over to a new key; checkpoints signed before stay verifiable." name:"rotate-log"`
}

// KeyRotateSigning replaces the key that signs certificates.
type KeyRotateSigning struct {
	Database
}

// KeyRotateLog replaces the key that signs the log over the ledger.
type KeyRotateLog struct {
	Database
}

// KeyCreate makes a key.
type KeyCreate struct {
	Database
	Role      string        `enum:"desk_officer,desk_lead,provincial_officer,sector_officer,alliance_officer,auditor,administrator,app" env:"HTX_KEY_ROLE" help:"Role of the key: desk_officer, desk_lead, provincial_officer, sector_officer, alliance_officer, auditor, administrator or app." required:""`
	Authority string        `env:"HTX_KEY_AUTHORITY" help:"Code or id of the office the key works for, such as kt-29884. Desks and provincial officers need one."`
	Name      string        `env:"HTX_KEY_NAME" help:"Who uses the key, as the ledger will name it." required:""`
	Expires   time.Duration `env:"HTX_KEY_EXPIRES" help:"Time after which the key ends, such as 8760h. It does not end by itself when this is not given."`
}

// KeyList lists keys.
type KeyList struct {
	Database
}

// KeyRevoke ends a key.
type KeyRevoke struct {
	Database
	ID string `arg:"" help:"Id of the key, as key list shows it."`
}

// Import takes a file over.
type Import struct {
	Database
	File    string `arg:"" help:"Opening book of an office (CSV or XLSX), or a list of places or industries (CSV)." type:"existingfile"`
	Kind    string `default:"organizations" enum:"organizations,places,industries" env:"HTX_IMPORT_KIND" help:"What the file holds: organizations, places or industries."`
	Commit  bool   `env:"HTX_IMPORT_COMMIT" help:"Write. Without it the file is only checked and every fault is shown."`
	Partial bool   `env:"HTX_IMPORT_PARTIAL" help:"Take the sound rows although others are faulty."`
}

// Export writes the register out.
type Export struct {
	Database
	Format string `default:"csv" enum:"csv,ndjson,xlsx" env:"HTX_EXPORT_FORMAT" help:"Format: csv, ndjson or xlsx."`
	Out    string `default:"-" env:"HTX_EXPORT_OUT" help:"File to write; - is standard output."`
	Kind   string `default:"" enum:",htx,lhhtx,qtdnd,tht,hoi_quan" env:"HTX_EXPORT_KIND" help:"Only this kind: htx, lhhtx, qtdnd, tht or hoi_quan."`
	Place  string `env:"HTX_EXPORT_PLACE" help:"Only what lies in this place of today's map."`
}

// Sample makes a lifelike register.
type Sample struct {
	Database
	Organizations int   `default:"1000" env:"HTX_SAMPLE_ORGANIZATIONS" help:"How many organisations to make."`
	Seed          int64 `default:"1" env:"HTX_SAMPLE_SEED" help:"Seed: the same seed and number make the same register."`
}

// Succession is about offices that take over from others.
type Succession struct {
	Apply SuccessionApply `cmd:"" help:"Move open dossiers and keys of offices to their successors by a plan. Counts first, then every dossier, key and organisation and what happens to it."`
}

// SuccessionApply applies a plan.
type SuccessionApply struct {
	Database
	Plan   string `arg:"" help:"Plan as a YAML file, or the name of one that comes with the program: reform-2025-07-01, merger-2025-03-01 or hand-over-2024-07-18."`
	DryRun bool   `env:"HTX_SUCCESSION_DRY_RUN" help:"Only say what would happen." name:"dry-run"`
	WhatIf bool   `env:"HTX_SUCCESSION_WHAT_IF" help:"Only think: the plan may lie in the future and invent places and successions." name:"what-if"`
	Format string `default:"table" enum:"table,json" env:"HTX_SUCCESSION_FORMAT" help:"Format: table or json."`
}

// Check looks at the rulebook, the configuration and the database without changing anything.
type Check struct {
	Database
	Rules      bool   `env:"HTX_CHECK_RULES" help:"Show every value of the rulebook whose basis is assumed or missing."`
	Rebuild    bool   `env:"HTX_CHECK_REBUILD" help:"Rebuild every organisation and unit from the ledger and name each difference from the tables."`
	Log        bool   `env:"HTX_CHECK_LOG" help:"Work the log over the ledger out anew and name every entry that was changed after it was logged."`
	Verifier   string `env:"HTX_CHECK_VERIFIER" help:"Verifier of the log's checkpoints; that of the key of the log when this is not given."`
	Checkpoint string `env:"HTX_CHECK_CHECKPOINT" help:"File of a checkpoint that was kept elsewhere, to be held against the log." type:"existingfile"`
}

// Candidacies works out anew who is a candidate of a programme.
type Candidacies struct{ Database }

// Registryd is every command of the server program.
type Registryd struct {
	Serve       Serve       `cmd:"" help:"Serve the register over HTTP."`
	Migrate     Migrate     `cmd:"" help:"Bring the database to the version this program needs, and load the reference data that comes with it."`
	Key         Key         `cmd:"" help:"Make, list and revoke API keys."`
	Import      Import      `cmd:"" help:"Take over an opening book or a list of reference data. A dry run unless --commit."`
	Export      Export      `cmd:"" help:"Write the public record of organisations to a file."`
	Sample      Sample      `cmd:"" help:"Make a lifelike register of any size, through the same constraints as real entries."`
	Succession  Succession  `cmd:"" help:"Let offices take over from others by a dated plan."`
	Candidacies Candidacies `cmd:"" help:"Work out from nothing but the facts who is a candidate of a programme, and say how much changed: nothing, unless the programmes did."`
	Check       Check       `cmd:"" help:"Check the rulebook and show its digest, and whether the database is ready."`
}

// Validate refuses a checkpoint that would not be looked at.
func (c *Check) Validate() error {
	if !c.Log && (c.Checkpoint != "" || c.Verifier != "") {
		return errors.New("--checkpoint and --verifier work with --log only")
	}
	return nil
}

// Validate refuses an address, day or network that cannot be.
func (s *Serve) Validate() error {
	var errs []error
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		errs = append(errs, fmt.Errorf("--listen: %w", err))
	}
	if s.PublicURL != "" {
		if u, err := url.Parse(s.PublicURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" {
			errs = append(errs, fmt.Errorf("--public-url: %q is no address such as https://so.example.vn", s.PublicURL))
		}
	}
	if s.Clock != "" {
		if _, err := vn.ParseDate(s.Clock); err != nil {
			errs = append(errs, fmt.Errorf("--clock: %w", err))
		}
		if !s.Sandbox {
			errs = append(errs, errors.New("--clock works with --sandbox only: a real register runs on real time"))
		}
	}
	for _, network := range s.TrustedProxies {
		if _, _, err := net.ParseCIDR(network); err != nil {
			errs = append(errs, fmt.Errorf("--trusted-proxies: %w", err))
		}
	}
	for _, level := range s.FourEyes {
		if !slices.Contains([]string{"province", "district", "commune", "none"}, level) {
			errs = append(errs, fmt.Errorf("--four-eyes: %q is no level", level))
		}
	}
	return errors.Join(errs...)
}

// Parse reads the command line and the environment. Like kong it ends the program for --help and for a mistake, with a
// sentence that says what to do.
func Parse(args []string) (*kong.Context, *Registryd) {
	var cli Registryd
	parser := kong.Must(&cli, kong.Name("registryd"), kong.UsageOnError(),
		kong.Description("The register of cooperatives, unions, credit funds, cooperative groups and Hội quán: server and operator's commands."))
	parser.FatalIfErrorf(unknownVariables(&cli))
	ctx, err := parser.Parse(args)
	parser.FatalIfErrorf(err)
	return ctx, &cli
}

// unknownVariables refuses a misspelt HTX_ variable, which kong would ignore.
func unknownVariables(cli any) error {
	known := variables(reflect.TypeOf(cli).Elem())
	var unknown []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		// HTX_TEST_ is for tests; HTX_SERVER, HTX_KEY and HTX_KEY_FILE are the desk's client's.
		if strings.HasPrefix(name, "HTX_") && !strings.HasPrefix(name, "HTX_TEST_") &&
			!slices.Contains(append(known, "HTX_SERVER", "HTX_KEY", "HTX_KEY_FILE"), name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		return fmt.Errorf("unknown variable %s; see --help for the variables there are", strings.Join(unknown, ", "))
	}
	return nil
}

func variables(t reflect.Type) []string {
	var names []string
	for field := range t.Fields() {
		if env := field.Tag.Get("env"); env != "" {
			names = append(names, strings.Split(env, ",")...)
		}
		if field.Type.Kind() == reflect.Struct {
			names = append(names, variables(field.Type)...)
		}
	}
	return names
}
