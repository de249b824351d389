package config

import (
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// parse reads a command line as Parse does, without ending the program.
func parse(t *testing.T, args ...string) (*Registryd, error) {
	t.Helper()
	var cli Registryd
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return &cli, err
}

func TestTheDefaultsServe(t *testing.T) {
	for name := range environment(t) {
		t.Setenv(name, "") // put back after the test
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	cli, err := parse(t, "serve")
	if err != nil || cli.Serve.Listen != "127.0.0.1:8080" || cli.Serve.Data != "./data" || cli.Serve.Sandbox || !slices.Equal(cli.Serve.FourEyes, []string{"province"}) {
		t.Errorf("%+v, %v", cli.Serve, err)
	}
}

// environment gives the HTX_ variables there are.
func environment(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{"DATABASE_URL": true}
	for _, name := range variables(reflect.TypeFor[Registryd]()) {
		names[name] = true
	}
	return names
}

func TestEveryFlagIsAVariable(t *testing.T) {
	t.Setenv("HTX_LISTEN", "127.0.0.1:9")
	t.Setenv("HTX_RATE_LIMIT", "7")
	t.Setenv("DATABASE_URL", "second")
	t.Setenv("HTX_DATABASE_URL", "first")
	cli, err := parse(t, "serve")
	if err != nil || cli.Serve.Listen != "127.0.0.1:9" || cli.Serve.RateLimit != 7 || cli.Serve.DatabaseURL != "first" {
		t.Errorf("%+v, %v", cli.Serve, err)
	}
	if cli, err = parse(t, "serve", "--listen", "127.0.0.1:10"); err != nil || cli.Serve.Listen != "127.0.0.1:10" {
		t.Errorf("the command line does not come first: %+v, %v", cli.Serve, err)
	}
	var flags func(rt reflect.Type)
	flags = func(rt reflect.Type) {
		for field := range rt.Fields() {
			_, command := field.Tag.Lookup("cmd")
			_, argument := field.Tag.Lookup("arg")
			if field.Type.Kind() == reflect.Struct {
				flags(field.Type)
			} else if !command && !argument && !strings.HasPrefix(field.Tag.Get("env"), "HTX_") {
				t.Errorf("%s.%s has no variable", rt.Name(), field.Name)
			}
		}
	}
	flags(reflect.TypeFor[Registryd]())
}

func TestWhatCannotBeIsRefusedBeforeAnythingStarts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"no port":               {[]string{"serve", "--listen", "localhost"}, []string{"--listen"}},
		"a clock without box":   {[]string{"serve", "--clock", "2021-06-01"}, []string{"--clock", "--sandbox"}},
		"month 13":              {[]string{"serve", "--sandbox", "--clock", "2021-13-01"}, []string{"--clock", "2021-13-01"}},
		"no network":            {[]string{"serve", "--trusted-proxies", "10.0.0.1"}, []string{"--trusted-proxies"}},
		"no level":              {[]string{"serve", "--four-eyes", "village"}, []string{"--four-eyes", "village"}},
		"every mistake at once": {[]string{"serve", "--listen", "x", "--clock", "y", "--four-eyes", "z"}, []string{"--listen", "--clock", "--four-eyes"}},
		"no role":               {[]string{"key", "create", "--role", "boss", "--name", "x"}, []string{"--role"}},
		"no name":               {[]string{"key", "create", "--role", "app"}, []string{"--name"}},
		"no file":               {[]string{"import", "nowhere.csv"}, []string{"nowhere.csv"}},
		"no format":             {[]string{"export", "--format", "ods"}, []string{"--format"}},
		"no command":            {[]string{"destroy"}, []string{"destroy"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parse(t, c.args...)
			if err == nil {
				t.Fatal("taken")
			}
			for _, word := range c.says {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%q is not in: %v", word, err)
				}
			}
		})
	}
}

func TestAMisspeltVariableIsRefused(t *testing.T) {
	t.Setenv("HTX_SERVER", "x")
	t.Setenv("HTX_KEY_FILE", "x") // the client's, in the same shell
	if err := unknownVariables(&Registryd{}); err != nil {
		t.Errorf("known variables: %v", err)
	}
	t.Setenv("HTX_LISTENS", "127.0.0.1:8080")
	t.Setenv("HTX_SANDBOXX", "true")
	err := unknownVariables(&Registryd{})
	if err == nil || !strings.Contains(err.Error(), "HTX_LISTENS") || !strings.Contains(err.Error(), "HTX_SANDBOXX") || !strings.Contains(err.Error(), "--help") {
		t.Errorf("%v", err)
	}
}

// The program itself ends with a sentence, not with a start on a setting nobody gave.
func TestAMisspeltVariableEndsTheProgram(t *testing.T) {
	t.Parallel()
	if os.Getenv("HTX_TEST_PARSE") != "" {
		Parse([]string{"check"})
		return
	}
	program := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestAMisspeltVariableEndsTheProgram$")
	program.Env = append(os.Environ(), "HTX_TEST_PARSE=1", "HTX_DAATA=/tmp")
	out, err := program.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "HTX_DAATA") {
		t.Errorf("%v: %s", err, out)
	}
}
