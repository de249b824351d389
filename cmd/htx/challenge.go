package main

import (
	"context"
	"fmt"

	"htxregistry/api"
	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
)

type challengeCommands struct {
	List     challengeListCmd     `cmd:"" help:"Kiến nghị gửi cơ quan của bạn, hoặc của liên minh."`
	Raise    challengeRaiseCmd    `cmd:"" help:"Liên minh: báo một nội dung sai trong sổ."`
	Answer   challengeAnswerCmd   `cmd:"" help:"Cơ quan giữ hồ sơ: trả lời."`
	Withdraw challengeWithdrawCmd `cmd:"" help:"Liên minh: rút kiến nghị."`
}

type challengeListCmd struct {
	Organization string `help:"Chỉ của tổ chức này (id)."`
	Open         bool   `help:"Chỉ kiến nghị chờ trả lời."`
	Overdue      bool   `help:"Chỉ kiến nghị quá hạn."`
	Limit        int    `default:"50" help:"Số dòng."`
}

// Run lists challenges.
func (c *challengeListCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListChallengesParams{Open: &c.Open, Overdue: &c.Overdue, Limit: &c.Limit}
	if c.Organization != "" {
		about, err := id.Parse[coop.Organization](c.Organization)
		if err != nil {
			return err
		}
		p.Organization = &about
	}
	a, err := read(d.client.ListChallenges(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.ChallengePage) {
		t := newTable("NỘI DUNG", "TRẠNG THÁI", "HẠN", "CƠ QUAN", "KIẾN NGHỊ", "ID")
		for _, c := range page.Items {
			due := c.DueOn.String()
			if c.Overdue {
				due += " (quá hạn)"
			}
			t.add(factText(c), challengeWord(c.State), due, c.Authority.Code, c.Claim, c.ID.String())
		}
		t.print(d.out)
	})
}

type challengeRaiseCmd struct {
	Organization string `arg:"" help:"Id hoặc mã số của tổ chức."`
	Fact         string `arg:"" help:"Nội dung sai: name, seat, industries, members, charter_capital_vnd, legal_representatives, status, registration, units, links, report, rating."`
	Claim        string `help:"Đúng ra là gì." required:""`
	Evidence     string `help:"Căn cứ."`
	Year         int    `help:"Năm, với report và rating."`
}

// Run raises a challenge.
func (c *challengeRaiseCmd) Run(ctx context.Context, d *desk) error {
	body := api.ChallengeInput{Fact: alliance.Fact(c.Fact), Claim: c.Claim}
	setText(&body.Evidence, c.Evidence)
	if c.Year > 0 {
		body.Year = &c.Year
	}
	a, err := read(d.client.CreateChallenge(ctx, c.Organization, &api.CreateChallengeParams{IdempotencyKey: d.retry}, body))
	if err != nil {
		return err
	}
	return show(d, a, d.printChallenge)
}

type challengeAnswerCmd struct {
	ID      string `arg:"" help:"Id của kiến nghị."`
	Outcome string `enum:"corrected,stands" help:"corrected: sổ sai, đã sửa; stands: sổ đúng." required:""`
	Answer  string `help:"Nội dung trả lời." required:""`
	Act     string `help:"Id bút toán đã sửa, xem htx org acts."`
}

// Run answers a challenge.
func (c *challengeAnswerCmd) Run(ctx context.Context, d *desk) error {
	challenge, err := id.Parse[alliance.Challenge](c.ID)
	if err != nil {
		return err
	}
	body := api.ChallengeAnswer{Outcome: alliance.Outcome(c.Outcome), Answer: c.Answer}
	if c.Act != "" {
		if err := setID(&body.ActID, c.Act); err != nil {
			return err
		}
	}
	a, err := read(d.client.AnswerChallenge(ctx, challenge, &api.AnswerChallengeParams{IdempotencyKey: d.retry}, body))
	if err != nil {
		return err
	}
	return show(d, a, d.printChallenge)
}

// setID reads an id as it was typed.
func setID[T any, P interface {
	*T
	UnmarshalText(text []byte) error
}](into **T, s string) error {
	var read T
	if err := P(&read).UnmarshalText([]byte(s)); err != nil {
		return err
	}
	*into = &read
	return nil
}

type challengeWithdrawCmd struct {
	ID     string `arg:"" help:"Id của kiến nghị."`
	Reason string `help:"Lý do." required:""`
}

// Run takes a challenge back.
func (c *challengeWithdrawCmd) Run(ctx context.Context, d *desk) error {
	challenge, err := id.Parse[alliance.Challenge](c.ID)
	if err != nil {
		return err
	}
	a, err := read(d.client.WithdrawChallenge(ctx, challenge, &api.WithdrawChallengeParams{IdempotencyKey: d.retry}, api.ChallengeWithdrawal{Reason: c.Reason}))
	if err != nil {
		return err
	}
	return show(d, a, d.printChallenge)
}

func (d *desk) printChallenge(c alliance.Challenge) {
	fmt.Fprintf(d.out, "Kiến nghị %s về %s: %s\n", c.ID, factText(c), challengeWord(c.State))
	d.printOffice("cơ quan", &c.Authority)
	fmt.Fprintf(d.out, "  hạn         %s\n", c.DueOn)
	if c.Outcome != "" {
		fmt.Fprintf(d.out, "  kết luận    %s\n", outcomeWord(c.Outcome))
	}
	if c.Answer != "" {
		fmt.Fprintf(d.out, "  trả lời     %s\n", c.Answer)
	}
}

// factText is what is said to be wrong, with its year where it is of one.
func factText(c alliance.Challenge) string {
	if c.Year > 0 {
		return fmt.Sprintf("%s năm %d", factWord(c.Fact), c.Year)
	}
	return factWord(c.Fact)
}
