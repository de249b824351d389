package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	socketPrefix     = "htx-pg-"
	capDACReadSearch = 2
)

// binaries finds the programs of PostgreSQL: PG_BIN, then Debian's newest, then the PATH. A cluster that exists needs the
// major version that made it.
func binaries(data string) (string, error) {
	wanted := ""
	if text, err := os.ReadFile(filepath.Join(data, "PG_VERSION")); err == nil {
		wanted = strings.TrimSpace(string(text))
	}
	var candidates []string
	if dir := pgBin(); dir != "" {
		candidates = append(candidates, dir)
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	sort.Slice(debian, func(i, j int) bool { return major(debian[i]) > major(debian[j]) })
	candidates = append(candidates, debian...)
	if found, err := exec.LookPath("postgres"); err == nil {
		candidates = append(candidates, filepath.Dir(found))
	}
	seen := false
	for _, dir := range candidates {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
			continue
		}
		seen = true
		if wanted == "" || version(dir) == wanted {
			return dir, nil
		}
	}
	if seen && wanted != "" {
		return "", fmt.Errorf("the data in %s was made by PostgreSQL %s, which is not installed; install it, or dump there and restore here", data, wanted)
	}
	return "", ErrNoBinaries
}

func major(dir string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	return n
}

// version asks the program for its major version.
func version(dir string) string {
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output() //nolint:gosec,noctx // found by us, ends at once
	if err != nil {
		return ""
	}
	fields := strings.FieldsSeq(string(out))
	for f := range fields {
		if number, _, ok := strings.Cut(f, "."); ok {
			return number
		}
	}
	return ""
}

// running tells whether the server of the data directory is alive, and where its socket is: the first and fifth line of
// its lock file name the process and the directory.
func running(data string) (socket string, ok bool) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return "", false
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 {
		return "", false
	}
	command, err := os.ReadFile(filepath.Join("/proc", strings.TrimSpace(lines[0]), "cmdline"))
	return strings.TrimSpace(lines[4]), err == nil && strings.Contains(string(command), "postgres")
}

// awaitEnd waits for a server whose program was killed a moment ago and which is just going down; false when it stays.
func awaitEnd(ctx context.Context, data string) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, alive := running(data); !alive {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

// account is who PostgreSQL runs as: it refuses root.
type account struct {
	uid, gid int
	asOther  bool
	reach    bool // an ancestor of the data is closed to that user
}

// unprivileged finds the account: the owner of a cluster that exists, else ourselves, else postgres or nobody.
func unprivileged(data string) (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	a := account{uid: -1, asOther: true}
	if st, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
		owner, ok := st.Sys().(*syscall.Stat_t)
		if !ok {
			return a, errors.New("the owner of the data directory is not known on this system")
		}
		a.uid, a.gid = int(owner.Uid), int(owner.Gid)
	} else {
		for _, name := range []string{"postgres", "nobody"} {
			if u, err := user.Lookup(name); err == nil {
				a.uid, _ = strconv.Atoi(u.Uid)
				a.gid, _ = strconv.Atoi(u.Gid)
				break
			}
		}
	}
	if a.uid <= 0 {
		return a, errors.New("no unprivileged user to run PostgreSQL as; add one named postgres")
	}
	for dir := filepath.Dir(data); dir != "/"; dir = filepath.Dir(dir) {
		if st, err := os.Stat(dir); err == nil && st.Mode().Perm()&0o001 == 0 {
			a.reach = true
		}
	}
	return a, nil
}

// attributes start a process as the account, in a group of its own so that Ctrl-C does not reach it, and end it with us.
func (a account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	if a.asOther {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)} //nolint:gosec // ids of this system
	}
	if a.reach {
		attr.AmbientCaps = []uintptr{capDACReadSearch}
	}
	return attr
}

// own gives the directories to the account, and to nobody else.
func (a account) own(socket, data string) error {
	for _, dir := range []string{socket, data} {
		if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a directory
			return err
		}
		if a.asOther {
			if err := os.Chown(dir, a.uid, a.gid); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweepSockets removes socket directories whose server is gone.
func sweepSockets() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), socketPrefix+"*"))
	for _, dir := range dirs {
		text, err := os.ReadFile(filepath.Join(dir, ".s.PGSQL.5432.lock"))
		if err != nil {
			continue
		}
		line, _, _ := strings.Cut(string(text), "\n")
		if _, err := os.Stat("/proc/" + strings.TrimSpace(line)); errors.Is(err, os.ErrNotExist) {
			_ = os.RemoveAll(dir)
		}
	}
}
