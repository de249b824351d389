package replication_test

import (
	"strings"
	"testing"

	"htxregistry/internal/law"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// Who adds a programme by a file learns everything that is wrong with it at once.
func TestEveryFaultOfAProgrammeIsNamed(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	p.Provinces = []string{"82", "8x", "29881"}
	p.Quota = replication.Quota{Province: new(-2), Country: new(-1), Basis: law.BasisAssumed}
	p.Priorities = []replication.Priority{
		{Code: "P", Title: "Nông nghiệp", By: replication.BySector, Basis: law.BasisAssumed}, {Code: "P", By: "fame", Basis: law.BasisAssumed},
	}
	p.Phases = []replication.Phase{
		{Code: "1", Title: "Chọn", Period: vn.Period{From: vn.MustDate("2025-07-10"), To: vn.MustDate("2024-01-01")}, Basis: law.BasisAssumed},
		{Code: "1", Stages: []replication.Stage{"later"}, Basis: law.BasisStated},
	}
	p.Models = []replication.Model{{Code: "A", Title: "Xoài"}, {Code: "A"}}
	err := p.Check()
	if err == nil {
		t.Fatal("taken")
	}
	for _, part := range []string{
		`"8x" is no code of a province`, `"29881" is no code of a province`, "a quota of -2 is none", "a quota of -1 is none", "P prefers no sector", `P compares "fame"`,
		`priority "P" stands twice`, `priority "P" needs code and title`, "phase 1: kỳ hiệu lực", `phase "1" stands twice`, `phase "1" needs code and title`,
		`phase 1 has the stage "later"`, "phase 1 has no basis or no citation", `model "A" stands twice`, `model "A" needs code and title`,
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("no word of: %s\n%v", part, err)
		}
	}
	if strings.Contains(err.Error(), `"82"`) {
		t.Errorf("blamed what is right: %v", err)
	}
}
