package dossier

import "htxregistry/internal/law"

// running holds a notice against the suspension that runs: a further one goes on after it (Điều 47 khoản 1, Điều 62 khoản 1,
// 92/2024/NĐ-CP: "tiếp tục tạm ngừng kinh doanh sau khi hết thời hạn đã thông báo"), and who resumes does so before it ends by
// itself. A shorter suspension is a resumption, a longer one a further notice.
func (d Dossier) running(s Subject) []law.Verdict {
	last := s.Target.SuspendedTo
	if last.IsZero() {
		return nil
	}
	v := law.Verdict{Rule: "SUSPENSION-RUNNING", Answer: law.Met, Cite: s.Law.Rule.Cite, Basis: law.BasisDerived, Pointer: "/payload/suspension/to", Detail: msgFine}
	switch {
	case s.Law.Rule.Value.Effect == EffectSuspend && d.Payload.Suspension != nil:
		if !d.Payload.Suspension.To.After(last) {
			v.Answer, v.Detail = law.NotMet, msgSuspendedTo(last)
		}
	case s.Law.Rule.Value.Effect == EffectResume:
		v.Pointer = "/payload/resumes_on"
		if d.Payload.ResumesOn.After(last.AddDays(1)) {
			v.Answer, v.Detail = law.NotMet, msgResumesBy(last)
		}
	default:
		return nil
	}
	return []law.Verdict{v}
}
