package main

import (
	"strings"

	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/replication"
)

// The words of docs/glossary.md for the codes of the contract: people read words, programs take the codes from --json. A code
// without a word stays as it is.

func word[T ~string](words map[T]string, code T) string { return orElse(words[code], string(code)) }

func kindWord(k coop.Kind) string { return orElse(k.Label(), string(k)) }

func stateWord(s dossier.State) string { return orElse(s.Words(), string(s)) }

func statusWord(s coop.Status) string { return orElse(s.Words(), string(s)) }

func procedureWord(p coop.Procedure) string { return orElse(p.Words(), string(p)) }

func complaintWord(s naming.ComplaintState) string {
	return word(map[naming.ComplaintState]string{
		naming.ComplaintReceived: "đã nhận", naming.ComplaintDemanded: "đã yêu cầu đổi tên", naming.ComplaintReported: "đã báo cơ quan xử phạt",
		naming.ComplaintChanged: "đã đổi tên", naming.ComplaintEnded: "không còn ai mang tên",
	}, s)
}

func eligibilityWord(e replication.Eligibility) string {
	return word(map[replication.Eligibility]string{
		replication.Eligible: "đủ điều kiện", replication.NotEligible: "không đủ điều kiện", replication.Undetermined: "chưa xác định",
	}, e)
}

func stageWord(s replication.Stage) string { return orElse(s.Words(), string(s)) }

func membershipWord(k alliance.Kind) string {
	return word(map[alliance.Kind]string{
		alliance.KindOfficial: "chính thức", alliance.KindAssociate: "liên kết", alliance.KindHonorary: "danh dự",
	}, k)
}

func factWord(f alliance.Fact) string {
	return word(map[alliance.Fact]string{
		alliance.FactName: "tên", alliance.FactSeat: "trụ sở", alliance.FactIndustries: "ngành, nghề", alliance.FactMembers: "thành viên",
		alliance.FactCapital: "vốn điều lệ", alliance.FactRepresentative: "người đại diện theo pháp luật", alliance.FactStatus: "tình trạng pháp lý",
		alliance.FactRegistration: "nội dung đăng ký", alliance.FactUnits: "đơn vị phụ thuộc", alliance.FactLinks: "quan hệ với tổ chức khác",
		alliance.FactReport: "báo cáo", alliance.FactRating: "đánh giá, xếp loại",
	}, f)
}

func challengeWord(s alliance.ChallengeState) string {
	return word(map[alliance.ChallengeState]string{
		alliance.ChallengeOpen: "chờ trả lời", alliance.ChallengeAnswered: "đã trả lời", alliance.ChallengeWithdrawn: "đã rút",
	}, s)
}

func outcomeWord(o alliance.Outcome) string {
	return word(map[alliance.Outcome]string{alliance.OutcomeCorrected: "sổ sai, đã sửa", alliance.OutcomeStands: "sổ đúng"}, o)
}

func levelWord(l jurisdiction.Level) string {
	return word(map[jurisdiction.Level]string{
		jurisdiction.LevelStateBank: "Ngân hàng Nhà nước", jurisdiction.LevelProvince: "tỉnh", jurisdiction.LevelDistrict: "huyện",
		jurisdiction.LevelCommune: "xã",
	}, l)
}

func basisWord(b law.Basis) string {
	return word(map[law.Basis]string{
		law.BasisStated: "văn bản nêu", law.BasisDerived: "suy ra", law.BasisAssumed: "giả định", law.BasisMissing: "chưa có căn cứ",
	}, b)
}

func nameWord(v naming.Outcome) string {
	return word(map[naming.Outcome]string{
		naming.Free: "còn trống", naming.Conflict: "trùng hoặc gây nhầm lẫn", naming.Warning: "cần cán bộ xem xét", naming.Forbidden: "không được dùng",
	}, v)
}

func noticeWord(k coop.NoticeKind) string {
	return word(map[coop.NoticeKind]string{
		coop.NoticeViolation: "vi phạm thuộc trường hợp thu hồi", coop.NoticeDemand: "cơ quan có thẩm quyền yêu cầu không làm thủ tục",
		coop.NoticeNotAtAddress: "không hoạt động tại địa chỉ đã đăng ký", coop.NoticeObjection: "ý kiến phản đối việc chấm dứt",
		coop.NoticeReview: "rà soát thông tin", coop.NoticeReport: "yêu cầu báo cáo tuân thủ", coop.NoticeNewDossier: "yêu cầu nộp hồ sơ mới",
		coop.NoticeStop: "yêu cầu tạm ngừng, đình chỉ, chấm dứt kinh doanh",
	}, k)
}

func orderWord(o coop.StopOrder) string {
	return word(map[coop.StopOrder]string{
		coop.StopSuspend: "tạm ngừng kinh doanh", coop.StopHalt: "đình chỉ hoạt động", coop.StopEnd: "chấm dứt kinh doanh",
	}, o)
}

func governanceWord(g coop.Governance) string {
	return word(map[coop.Governance]string{coop.GovernanceFull: "đầy đủ", coop.GovernanceReduced: "rút gọn"}, g)
}

// actWord tells an entry of the ledger: what was done, and to a unit where it was one.
func actWord(act string) string {
	subject, done, _ := strings.Cut(act, ".")
	told, known := actWords()[done]
	switch {
	case known && subject == "unit":
		return "đơn vị phụ thuộc: " + told
	case known && subject == "organization":
		return told
	}
	return orElse(actWords()[act], act)
}

// actWords are keyed by what is done to organisations and units alike, and by whole acts about something else.
func actWords() map[string]string {
	return map[string]string{
		"registered": "đăng ký", "registered_anew": "đăng ký lại theo hồ sơ mới", "recorded": "ghi vào sổ", "taken_over": "tiếp nhận từ sổ cũ",
		"changed": "thay đổi", "corrected": "hiệu đính", "certified": "cấp lại, cấp đổi giấy", "enterprise_noted": "ghi nhận doanh nghiệp",
		"reorganized": "tổ chức lại", "suspension_noted": "nhận thông báo tạm ngừng", "suspended": "tạm ngừng kinh doanh",
		"resumption_noted": "nhận thông báo tiếp tục", "resumed": "tiếp tục kinh doanh", "dissolving": "đang làm thủ tục chấm dứt",
		"restored": "khôi phục tình trạng", "ended": "chấm dứt", "bankruptcy_opened": "mở thủ tục phá sản", "revoked": "thu hồi giấy chứng nhận",
		"certificate_revoked": "thu hồi giấy của tổ chức đã chấm dứt", "change_revoked": "thu hồi giấy của lần thay đổi giả mạo",
		"certificate_invalidated": "giấy không có hiệu lực", "seat_placed": "xác định địa bàn", "not_at_address": "không hoạt động tại địa chỉ đã đăng ký",
		"found_at_address": "hoạt động lại tại địa chỉ", "business_stopped": "bị yêu cầu dừng kinh doanh", "business_released": "hết yêu cầu dừng kinh doanh",
		"name_complaint_received": "nhận đề nghị về tên xâm phạm", "name_change_demanded": "yêu cầu đổi tên",
		"name_complaint_settled": "giải quyết xong về tên", "name_complaint_reopened": "xét lại đề nghị về tên", "name_complaint_ended": "kết thúc đề nghị về tên", "name_complaint_reported": "báo cơ quan xử phạt về tên",
		"notice.recorded": "ghi thông báo", "notice.closed": "kết thúc thông báo", "report.filed": "nộp báo cáo năm",
		"challenge.raised": "liên minh kiến nghị nội dung sai", "challenge.answered": "trả lời kiến nghị của liên minh",
		"challenge.withdrawn": "liên minh rút kiến nghị", "hoi_quan.described": "ghi thông tin riêng của Hội quán",
		"alliance.admitted": "vào liên minh", "alliance.kind_changed": "đổi loại thành viên liên minh", "alliance.corrected": "sửa lần tham gia liên minh",
		"alliance.left": "ra khỏi liên minh", "alliance.withdrawn": "xóa lần tham gia liên minh ghi nhầm",
		"rating.scored": "tự chấm điểm", "rating.verified": "cơ quan chấm điểm",
	}
}

func sectorWord(code string) string {
	return word(map[string]string{ //nolint:gosec // credit is a sector
		"agriculture": "nông nghiệp", "industry": "công nghiệp", "construction": "xây dựng", "trade": "thương mại", "transport": "vận tải",
		"credit": "tín dụng", "environment": "môi trường", "services": "dịch vụ", "other": "lĩnh vực khác",
	}, code)
}

func purposeWord(code string) string {
	return word(map[string]string{
		"production": "phục vụ sản xuất", "consumption": "phục vụ tiêu dùng", "employment": "tạo việc làm", "mixed": "mục đích hỗn hợp",
	}, code)
}

func sizeWord(code string) string {
	return word(map[string]string{"micro": "siêu nhỏ", "small": "nhỏ", "medium": "vừa", "large": "lớn"}, code)
}

// linkWord says what the first organisation of a link did to the second.
func linkWord(k coop.LinkKind) string {
	return word(map[coop.LinkKind]string{
		coop.LinkBornFrom: "sinh ra", coop.LinkConvertedTo: "chuyển thành", coop.LinkMemberOf: "là thành viên của",
		coop.LinkDividedInto: "chia thành", coop.LinkSeparatedInto: "tách ra", coop.LinkConsolidatedInto: "hợp nhất thành",
		coop.LinkMergedInto: "sáp nhập vào",
	}, k)
}
