package replication

import (
	"fmt"
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

const (
	msgInFuture         = "Ngày này chưa đến. Hãy kiểm tra lại."
	msgDecisionRequired = "Bước này cần quyết định: số, ngày ban hành, cơ quan ban hành."
)

func msgNoModel(p Programme, model string) string {
	if len(p.Models) == 0 {
		return "Chương trình này chưa có văn bản nêu mô hình nên chưa đề cử được."
	}
	codes := make([]string, len(p.Models))
	for i, m := range p.Models {
		codes[i] = m.Code
	}
	return fmt.Sprintf("Chương trình không có mô hình “%s”. Các mô hình: %s.", model, strings.Join(codes, ", "))
}

func msgOutsideProgramme(p Programme) string {
	return fmt.Sprintf("Ngày này nằm ngoài thời gian của chương trình, bắt đầu từ %s. Hãy kiểm tra lại.", dayText(p.From))
}

func msgBeforeLast(last vn.Date) string {
	return fmt.Sprintf("Quyết định không thể trước bước gần nhất, ngày %s. Hãy kiểm tra lại.", dayText(last))
}

func msgInPhase(ph Phase) string {
	return fmt.Sprintf("Trong thời gian của giai đoạn %s: %s.", ph.Code, ph.Title)
}

func msgOutsidePhase(ph Phase) string {
	return fmt.Sprintf("Ngoài thời gian của giai đoạn %s (%s)%s. Không văn bản nào cấm, nhưng cần giải trình.", ph.Code, ph.Title, until(ph.Period))
}

func until(p vn.Period) string {
	if p.To.IsZero() {
		return ""
	}
	return ", đến hết ngày " + dayText(p.To.AddDays(-1))
}

// msgDeadline says by when which stage is due, how a day stands to it, and what to do.
func msgDeadline(d Deadline) string {
	due := fmt.Sprintf("giai đoạn %s (%s): đến hết ngày %s phải đạt bước “%s”", d.Phase, d.Title, dayText(d.DueOn), d.Stage.Words())
	switch {
	case d.Overdue:
		return fmt.Sprintf("Chậm %d ngày so với %s. Hãy ban hành quyết định cho bước tiếp theo, hoặc giải trình.", d.DaysLate, due)
	case d.DaysLeft == 0:
		return fmt.Sprintf("Ngày cuối của %s.", due)
	}
	return fmt.Sprintf("Còn %d ngày của %s.", d.DaysLeft, due)
}

// Words tells people what a stage is; empty: no stage.
func (s Stage) Words() string {
	return map[Stage]string{
		StageNone: "chưa đề cử", StageNominated: "đề cử", StageSelected: "được chọn", StagePiloting: "thí điểm", StageCompleted: "hoàn thiện",
		StageReplicated: "nhân rộng", StageWithdrawn: "rút",
	}[s]
}

func msgNoCondition(code string) string {
	return fmt.Sprintf("Chương trình không có điều kiện “%s”.", code)
}

func dayText(d vn.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day(), int(d.Month()), d.Year()) }

// msgMissing says which fact is missing, who supplies it and to whom.
func msgMissing(m gap) string {
	switch m.name {
	case "pretax_profit_vnd":
		return fmt.Sprintf("Lợi nhuận trước thuế năm %d: tổ chức nộp báo cáo năm cho cơ quan đăng ký.", m.year)
	case "revenue_others_vnd":
		return fmt.Sprintf("Tổng doanh thu và doanh thu từ người không phải thành viên năm %d: tổ chức nộp báo cáo năm cho cơ quan đăng ký.", m.year)
	case factWagesOthers:
		return fmt.Sprintf("Tổng tiền lương và tiền lương trả cho người không phải thành viên, theo hợp đồng không thời hạn, năm %d: tổ chức nộp báo cáo năm cho cơ quan đăng ký.", m.year)
	case "members":
		return fmt.Sprintf("Số thành viên chính thức năm %d: tổ chức nộp báo cáo năm cho cơ quan đăng ký.", m.year)
	case "rank":
		return fmt.Sprintf("Xếp loại năm %d: tổ chức tự chấm điểm, gửi cơ quan đăng ký.", m.year)
	case "regime":
		return "Giấy chứng nhận hoặc điều lệ cho thấy đã tổ chức theo Luật Hợp tác xã 2012: tổ chức nộp cho cơ quan đăng ký."
	case "sector":
		return "Ngành nghề chính: tổ chức đăng ký tại cơ quan đăng ký."
	case "model":
		return "Mô hình của Đề án mà tổ chức theo: cơ quan cấp tỉnh ghi khi đề cử."
	case "consent_on":
		return "Ngày tổ chức đồng ý tham gia: tổ chức gửi cơ quan cấp tỉnh, cơ quan ghi khi đề cử."
	case "dossier_on":
		return "Hồ sơ đăng ký tham gia đầy đủ: tổ chức nộp cho cơ quan cấp tỉnh, cơ quan ghi khi đề cử."
	}
	return "Nội dung điều kiện: chưa có văn bản; khi có, bổ sung vào bộ quy tắc."
}

// explain says in one sentence what a condition came to and why.
func explain(c Condition, got outcome) string {
	switch got.answer {
	case law.Unknown:
		return "Chưa rõ: " + missingText(got)
	case law.Met:
		return "Đạt: " + because(c, got)
	case law.NotMet:
		return "Không đạt: " + because(c, got)
	case law.NotApplicable, law.NotInForce:
	}
	return "Không áp dụng."
}

func missingText(got outcome) string {
	years := make([]string, 0, len(got.missing))
	for _, m := range got.missing {
		if m.year > 0 {
			years = append(years, fmt.Sprint(m.year))
		}
	}
	if len(years) == 0 {
		return "chưa có thông tin."
	}
	return "chưa có số liệu năm " + strings.Join(years, ", ") + "."
}

// because tells the facts that decided.
func because(c Condition, got outcome) string {
	switch c.Check {
	case CheckProfit:
		return profitText(got)
	case CheckOutsideShare:
		if got.facts[0].Name == factWagesOthers {
			return fmt.Sprintf("năm %d trả lương cho người không phải thành viên %s trên tổng tiền lương %s đồng; mức cao nhất %s%%.",
				got.facts[0].Year, factText(got.facts[0]), factText(got.facts[1]), hundredths(c.Terms.WageShare))
		}
		return fmt.Sprintf("năm %d bán cho người không phải thành viên %s trên tổng doanh thu %s đồng; mức cao nhất %s%%.",
			got.facts[0].Year, factText(got.facts[0]), factText(got.facts[1]), hundredths(c.Terms.OutsideShare))
	case CheckRank:
		if got.facts[0].Name == "exempt" {
			return fmt.Sprintf("năm %d thuộc trường hợp không xếp loại.", got.facts[0].Year)
		}
		return fmt.Sprintf("năm %d xếp loại %s; cần từ %s.", got.facts[0].Year, rankText(fmt.Sprint(got.facts[0].Value)), rankText(string(c.Terms.Rank)))
	case CheckMembers:
		return fmt.Sprintf("năm %d có %s thành viên chính thức; cần từ %d.", got.facts[0].Year, factText(got.facts[0]), c.Terms.Members)
	case CheckRegime:
		return "đăng ký theo " + regimeText(fmt.Sprint(got.facts[0].Value)) + "."
	case CheckModel:
		return fmt.Sprintf("theo mô hình %v.", got.facts[0].Value)
	case CheckConsent:
		return "đồng ý tham gia ngày " + factDay(got.facts[0]) + "."
	case CheckDossier:
		return "đủ hồ sơ từ ngày " + factDay(got.facts[0]) + "."
	case CheckStatus:
		return fmt.Sprintf("tình trạng trong sổ: %s.", coop.Status(fmt.Sprint(got.facts[0].Value)).Words())
	case CheckKind, CheckSector, CheckMissing:
	}
	return c.Title + "."
}

// factDay writes a day as people do.
func factDay(f Fact) string {
	text := fmt.Sprint(f.Value)
	if day, err := vn.ParseDate(text); err == nil {
		return dayText(day)
	}
	return text
}

func profitText(got outcome) string {
	parts := make([]string, len(got.facts))
	for i, f := range got.facts {
		switch {
		case f.Name == "founded_on":
			parts[i] = fmt.Sprintf("năm %d chưa thành lập", f.Year)
		case fmt.Sprint(f.Value)[0] == '-' || f.Value == int64(0):
			parts[i] = fmt.Sprintf("năm %d không có lãi (%s đồng)", f.Year, factText(f))
		default:
			parts[i] = fmt.Sprintf("năm %d lãi %s đồng", f.Year, factText(f))
		}
	}
	return strings.Join(parts, ", ") + "."
}

// factText writes a number with the dots people set: 1.500.000.
func factText(f Fact) string {
	text := fmt.Sprint(f.Value)
	digits, sign := strings.TrimPrefix(text, "-"), ""
	if digits != text {
		sign = "-"
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return sign + digits
}

// hundredths writes basis points as a percentage: 50, 12,5.
func hundredths(n int) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d,%02d", n/100, n%100), "0"), ",")
}

func rankText(rank string) string {
	if text, ok := map[string]string{"good": "tốt", "fair": "khá", "average": "trung bình", "weak": "yếu"}[rank]; ok {
		return text
	}
	return rank
}

func regimeText(regime string) string {
	if text, ok := map[string]string{"law-2003": "Luật Hợp tác xã 2003", "law-2012": "Luật Hợp tác xã 2012", "law-2023": "Luật Hợp tác xã 2023"}[regime]; ok {
		return text
	}
	return regime
}

// msgVerdict is the whole in one paragraph, for a page that explains it.
func msgVerdict(c Candidate) string {
	titles := func(answer law.Answer) string {
		var found []string
		for _, f := range c.Conditions {
			if f.Mandatory && f.Verdict == answer {
				found = append(found, "“"+f.Title+"”")
			}
		}
		return strings.Join(found, ", ")
	}
	mandatory := len(slices.DeleteFunc(slices.Clone(c.Conditions), func(f Finding) bool { return !f.Mandatory }))
	switch c.Verdict {
	case Eligible:
		return fmt.Sprintf("Đủ điều kiện: đạt cả %d điều kiện bắt buộc.", mandatory)
	case NotEligible:
		return "Không đủ điều kiện, vì không đạt: " + titles(law.NotMet) + "."
	case Undetermined:
	}
	return "Chưa xác định được, vì chưa rõ: " + titles(law.Unknown) + ". Bổ sung thông tin còn thiếu thì sổ tự xét lại; chưa rõ không có nghĩa là không đạt."
}

func msgPreference(o Priority, value int64, known bool) string {
	switch {
	case !known:
		return o.Title + ": chưa có số liệu, xếp sau."
	case o.By == BySector && value == 1:
		return o.Title + ": có."
	case o.By == BySector:
		return o.Title + ": không."
	case o.By == ByPoints:
		return fmt.Sprintf("%s: %s điểm.", o.Title, hundredths(int(value)))
	}
	return fmt.Sprintf("%s: %s.", o.Title, factText(Fact{Value: value}))
}
