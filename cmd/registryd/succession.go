package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"htxregistry/internal/config"
	"htxregistry/internal/registry"
	"htxregistry/internal/succession"
)

// applySuccession carries a plan out, or says what it would do.
func applySuccession(ctx context.Context, c config.SuccessionApply) (err error) {
	plan, err := readPlan(c.Plan)
	if err != nil {
		return err
	}
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	page, err := o.registry.ApplySuccession(ctx, plan, registry.SuccessionOptions{DryRun: c.DryRun, WhatIf: c.WhatIf})
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	if c.Format == "json" {
		return errors.Join(json.NewEncoder(out).Encode(page.Result), out.Flush())
	}
	return errors.Join(tell(out, page.Result), out.Flush())
}

// readPlan reads a plan from a file, or takes the one of that name that comes with the program.
func readPlan(fileOrName string) (succession.Plan, error) {
	if plan, ok := succession.Shipped(fileOrName); ok {
		return plan, nil
	}
	text, err := os.ReadFile(fileOrName) //nolint:gosec // the operator names the file
	if err != nil {
		return succession.Plan{}, err
	}
	return succession.Read(text)
}

// tell prints the sums, then every line.
func tell(w io.Writer, r succession.Result) error {
	fmt.Fprintf(w, "%s, hiệu lực %s\n%s\n", r.Plan.Name, r.Plan.On, r.Message)
	fmt.Fprintf(w, "cơ quan kết thúc: %d\n", r.Counts.Offices)
	for _, line := range []struct {
		name string
		succession.Tally
	}{{"hồ sơ", r.Counts.Dossiers}, {"tài khoản", r.Counts.Keys}, {"tổ chức", r.Counts.Organizations}, {"đơn vị phụ thuộc", r.Counts.Units}} {
		fmt.Fprintf(w, "%s: chuyển %d, chấm dứt %d, chờ quyết định %d\n", line.name, line.Moves, line.Ends, line.Cases)
	}
	if len(r.Items) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "\nVIỆC\tĐỐI TƯỢNG\tTỪ\tĐẾN\tTÊN, SỐ\tGHI CHÚ")
	for _, i := range r.Items {
		to := "-"
		if i.To != nil {
			to = i.To.Code
		}
		note := []string{i.Reason}
		for _, c := range i.Candidates {
			note = append(note, c.Code)
		}
		fmt.Fprintf(t, "%s\t%s %s\t%s\t%s\t%s\t%s\n", i.Outcome, i.Subject, i.ID, i.From.Code, to, i.Label, strings.Join(note, " "))
	}
	return t.Flush()
}
