package registry

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

const (
	msgKeyName          = "Khóa phải có tên để biết ai đang dùng."
	msgKeyRole          = "Không có vai trò này. Hãy chọn một vai trò của sổ đăng ký."
	msgKeyExpires       = "Hạn của khóa phải sau thời điểm hiện tại."
	msgKeyLevel         = "Vai trò này chỉ gắn với cơ quan cấp tỉnh. Hãy chọn cơ quan cấp tỉnh."
	msgKeyAuthority     = "Vai trò này phải gắn với một cơ quan. Hãy thêm mã cơ quan."
	msgClockBackwards   = "Đồng hồ chỉ được chuyển tới trước. Hãy chọn thời điểm sau hiện tại của sổ."
	msgNoSeatYet        = "Chưa khai mã xã, phường của trụ sở nên chưa xác định được cơ quan có thẩm quyền."
	msgNoUnitYet        = "Chưa khai loại đơn vị nên chưa xác định được cơ quan có thẩm quyền."
	msgNeedsNumber      = "Ngày này giấy chứng nhận có số riêng. Hãy ghi số giấy chứng nhận (certificate_number)."
	msgNumberNotOwn     = "Từ 28/5/2019 số giấy chứng nhận là mã số do hệ thống cấp. Hãy bỏ certificate_number."
	msgNoCertificate    = "Hồ sơ này không cấp giấy chứng nhận mới nên không có số để ghi. Hãy bỏ certificate_number."
	msgOwnOffice        = "Thiếu cơ quan tiếp nhận. Hãy ghi mã hoặc id cơ quan."
	msgReasonNeeded     = "Phải nêu ít nhất một lý do."
	msgDocumentType     = "Loại giấy tờ này không có trong danh mục của hồ sơ và không phải loại giấy tờ đã biết."
	msgPaperTooLarge    = "Tệp vượt dung lượng cho phép. Hãy nén hoặc tách tệp rồi gửi lại."
	msgPaperTypes       = "Loại tệp không được nhận. Chỉ nhận .pdf, .doc, .docx; bản quét tại quầy nhận thêm .jpg, .png."
	msgContentDiffers   = "Nội dung tệp không đúng với loại đã khai. Hãy gửi lại đúng tệp."
	msgOnlineTypes      = "Hồ sơ trực tuyến chỉ nhận tệp .pdf, .doc, .docx."
	msgFileEmpty        = "Tệp rỗng. Hãy gửi lại."
	msgLapsed           = "Hồ sơ đã quá thời hạn sửa đổi, bổ sung nên không còn giá trị. Hãy lập hồ sơ mới."
	msgOtherKind        = "Loại hình ghi trong hồ sơ khác với loại hình của tổ chức. Hãy sửa organization_kind."
	msgNoSuchParty      = "Không có tổ chức này trong sổ. Hãy kiểm tra lại."
	msgUnitElsewhere    = "Đơn vị này không thuộc tổ chức nêu trong hồ sơ. Hãy kiểm tra lại."
	msgPersonalNow      = "Dữ liệu cá nhân chỉ đọc được ở hiện tại. Hãy bỏ as_of và known_at."
	msgSuccessionDryRun = "Chạy thử: chưa có gì được ghi. Áp dụng bằng dry_run=false (registryd succession apply không có --dry-run)."
	msgSuccessionDone   = "Đã áp dụng. Hãy giải quyết danh sách việc chờ quyết định (cases) nếu còn."
	msgSuccessionKnown  = "Phương án này đã áp dụng trước đây; không có gì thay đổi."
	msgPatchShape       = "Nội dung sửa không hợp với thủ tục này."
	msgPaperNamed       = "Giấy tờ này phải có số và ngày ban hành. Hãy ghi theo bản sao kèm đề nghị."
	msgRankAndYear      = "rank và rating_year đi cùng nhau: xếp loại nào của năm nào. Hãy thêm tham số còn thiếu."
	msgWhichProvince    = "Khóa của bạn không gắn với tỉnh nào. Hãy thêm mã tỉnh (place)."
	msgLineAndYear      = "failed_line là dòng điểm của một năm. Hãy thêm rating_year."
	msgActElsewhere     = "Không có bút toán này trong lịch sử của tổ chức. Hãy xem /v1/organizations/{id}/acts."
	msgClockTooLate     = "Sổ thử nghiệm chạy đến hết năm 2099. Hãy chọn thời điểm sớm hơn."
)

func msgNoAuthority(code string, on vn.Date) string {
	return fmt.Sprintf("Không có cơ quan %q vào ngày %s. Hãy tra tại /v1/authorities.", code, on)
}

func msgNoSuchProgramme(code string, known []replication.Programme) string {
	codes := make([]string, len(known))
	for i, p := range known {
		codes[i] = p.Code
	}
	return fmt.Sprintf("Không có chương trình %q. Các chương trình trong sổ: %s.", code, strings.Join(codes, ", "))
}

func msgProcedureInstead(p coop.Procedure, explanation string) string {
	return fmt.Sprintf("%s Thủ tục áp dụng là %s (%s).", explanation, p.Words(), p)
}

// messageOf is the sentence of an error for people.
func messageOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Message
	}
	return err.Error()
}

// ruleCode is the code of a rule as a field error shows it: kebab-case.
func ruleCode(rule string) string { return strings.ToLower(rule) }

// statusLabel is the official wording of a status: seven of Điều 27, 92/2024/NĐ-CP for HTX and LHHTX, six of its Điều 28
// for THT. It exists since that decree; what has no official status has none.
func statusLabel(o coop.Organization, on vn.Date) string {
	if o.Registration.Track != coop.TrackRegistration || on.Before(vn.NewDate(2024, 7, 18)) {
		return ""
	}
	if o.StatusReason == coop.ReasonConversion {
		return "" // Điều 61 khoản 3: it ceases to exist, and Điều 28 has no word for that
	}
	return label(o.Status, o.Kind == coop.KindTHT)
}

func unitStatusLabel(u coop.Unit, on vn.Date) string {
	if on.Before(vn.NewDate(2024, 7, 18)) {
		return ""
	}
	return label(u.Status, true)
}

func label(s coop.Status, shortList bool) string {
	switch s {
	case coop.StatusActive:
		return "Đang hoạt động"
	case coop.StatusSuspended:
		return "Tạm ngừng kinh doanh"
	case coop.StatusNotAtAddress:
		return "Không hoạt động tại địa chỉ đã đăng ký"
	case coop.StatusRevoked:
		return "Bị thu hồi do cưỡng chế về quản lý thuế"
	case coop.StatusDissolving:
		if shortList {
			return "Đang làm thủ tục chấm dứt hoạt động"
		}
		return "Đang làm thủ tục giải thể, bị chia, bị hợp nhất, được sáp nhập"
	case coop.StatusInBankruptcy:
		return "Đang làm thủ tục phá sản"
	case coop.StatusEnded:
		if shortList {
			return "Đã chấm dứt hoạt động"
		}
		return "Đã giải thể, phá sản, chấm dứt tồn tại"
	case coop.StatusRecorded:
	}
	return ""
}

const msgNoWords = "Chuỗi tìm kiếm không có chữ hoặc số nào. Hãy gõ lại."

func msgPlaceNotInForce(code string, on vn.Date) string {
	return fmt.Sprintf("Mã địa bàn %s không có hiệu lực ngày %s. Hãy tra tại /v1/places hoặc chọn ngày khác bằng on.", code, on)
}

func msgNotAProvince(code string, on vn.Date) string {
	return fmt.Sprintf("%s không phải mã tỉnh có hiệu lực ngày %s. Hãy tra tại /v1/places?level=province.", code, on)
}

const (
	msgRequired      = "Không được để trống."
	msgNotANumber    = "Phải là số nguyên không âm."
	msgUnknownKind   = "Loại hình phải là htx, lhhtx, qtdnd, tht hoặc hoi_quan."
	msgNotForKind    = "Cột này không áp dụng cho loại hình này."
	msgIndustryForm  = "Ngành, nghề ghi dạng 2018:0161, cách nhau bằng dấu chấm phẩy."
	msgInFuture      = "Ngày này chưa đến. Hãy kiểm tra lại."
	msgStatusTrack   = "Trạng thái không hợp với hình thức đăng ký: tổ chức chỉ thông báo hoặc ghi nhận có trạng thái recorded hoặc ended."
	msgStatusUnknown = "Trạng thái không có trong danh mục."
	msgNameClash     = "Tên trùng với tên đã có trong sổ; vẫn ghi nhận vì giấy chứng nhận cũ giữ nguyên tên, nhưng không giữ chỗ tên."
	msgNoDay         = "Không có ngày đăng ký nên không đối chiếu được thẩm quyền."
)

func msgTooLong(longest int) string {
	return fmt.Sprintf("Dài quá %d ký tự.", longest)
}

func msgBadCode(err error) string {
	if err == nil {
		return "Mã số của tổ chức phải có 10 chữ số."
	}
	return err.Error()
}

func msgNoIndustry(edition, code string) string {
	return fmt.Sprintf("Không có ngành %s trong hệ thống ngành kinh tế %s.", code, edition)
}

func msgRowTwice(row int) string {
	return fmt.Sprintf("Trùng với dòng %d của chính tệp này.", row)
}

// msgAsDeclared stands on a confirmation for what only the file says.
const msgAsDeclared = "theo nội dung kê khai trong hồ sơ"

// msgMainLine marks the main line of business on a confirmation.
const msgMainLine = " (ngành chính)"

// msgMembersInWords counts the members of an organisation on a confirmation.
const msgMembersInWords = "%d thành viên chính thức, %d thành viên liên kết góp vốn, %d thành viên liên kết không góp vốn, trong đó %d nhà đầu tư nước ngoài"

func msgReadForCertificate(dossier string) string {
	return "Ghi lên giấy chứng nhận theo hồ sơ " + dossier
}

// msgReadForDossier is why the office of a file reads it.
func msgReadForDossier(d dossier.Dossier) string {
	return "Giải quyết hồ sơ " + cmp.Or(d.Number, d.ID.String())
}

// committeeOf is the People's Committee of a place within a sentence: "Ủy ban nhân dân thành phố Cao Lãnh".
func committeeOf(place string) string { return "Ủy ban nhân dân " + inSentence(place) }

// inSentence is the name of a place within a sentence: "thành phố Cao Lãnh".
func inSentence(place string) string {
	kind, name, _ := strings.Cut(place, " ")
	return strings.ToLower(kind) + " " + name
}

const (
	msgNotKept        = "Giấy này được cấp trên giấy trước khi sổ lưu giấy chứng nhận: sổ biết số và tổ chức mang số, không biết giấy ghi gì. Hãy xem thông tin hiện tại của tổ chức, hoặc hỏi cơ quan đăng ký."
	msgPublishedLater = "Chưa biết ngày này công bố gì. Hãy chọn ngày không sau hôm nay."
)

// certificateLabel says how a certificate stands.
func certificateLabel(e coop.CertificateEvent) string {
	switch e.State {
	case coop.CertificateValid:
		return "Có hiệu lực"
	case coop.CertificateReplaced:
		return "Đã được thay bằng giấy cấp sau"
	case coop.CertificateRevoked:
		return "Đã bị thu hồi"
	case coop.CertificateInvalid:
	}
	if e.Reason == coop.CertificateEnded {
		return "Không còn hiệu lực: tổ chức, đơn vị đã chấm dứt"
	}
	return "Không có hiệu lực"
}

const (
	msgNoticePaper   = "Phải nêu văn bản của cơ quan, người yêu cầu: nơi ban hành và ngày ban hành."
	msgNoticeDue     = "Hạn thực hiện trước ngày ban hành. Hãy kiểm tra lại."
	msgAddressStatus = "Tình trạng này chỉ ghi khi tổ chức, đơn vị đang hoạt động; không thay tình trạng khác."
)

func msgAnsweredBy(number string) string { return "Đã thực hiện bằng hồ sơ " + number + "." }

func msgUnitsThere(open int) string {
	if open == 0 {
		return "Tổ chức không có chi nhánh, văn phòng đại diện, địa điểm kinh doanh nào. Hãy đăng ký đơn vị trước."
	}
	return fmt.Sprintf("Tổ chức có %d đơn vị; tình trạng của từng đơn vị quyết định.", open)
}

func msgSuccessionEarly(on, today vn.Date) string {
	return fmt.Sprintf("Phương án có hiệu lực ngày %s, hôm nay là %s.", on, today)
}

func msgStranded(code, name string, ended vn.Date) string {
	return fmt.Sprintf("%s (%s) đã kết thúc ngày %s nhưng còn hồ sơ chưa chuyển.", name, code, ended)
}

func msgNoCandidate(candidates []coop.AuthorityRef) string {
	codes := make([]string, len(candidates))
	for i, c := range candidates {
		codes[i] = c.Code
	}
	return "Hãy chọn một trong các cơ quan: " + strings.Join(codes, ", ") + "; hoặc end: true nếu là tài khoản cần chấm dứt."
}

func namesOf(offices []jurisdiction.Authority, on vn.Date) string {
	if len(offices) == 0 {
		return "cơ quan có thẩm quyền nơi đặt trụ sở"
	}
	names := make([]string, 0, maxNamed)
	for i, a := range offices {
		if i == maxNamed {
			names = append(names, "…")
			break
		}
		names = append(names, a.NameOn(on)+" ("+a.Code+")")
	}
	return strings.Join(names, ", ")
}

// maxNamed is how many successors a sentence names.
const maxNamed = 5

func msgOfficeEnded(name string, ended vn.Date, heirs string) string {
	return fmt.Sprintf("%s đã kết thúc hoạt động từ ngày %s. Nơi có thẩm quyền: %s. Quản trị viên cần áp dụng phương án kế thừa (registryd succession apply) để chuyển hồ sơ và tài khoản.", name, ended, heirs)
}

func msgFileWaits(name string, ended vn.Date, heirs string) string {
	return fmt.Sprintf("Hồ sơ còn ở %s, cơ quan đã kết thúc hoạt động từ ngày %s. Nơi có thẩm quyền: %s. Quản trị viên cần áp dụng phương án kế thừa (registryd succession apply) rồi cơ quan đó giải quyết tiếp.", name, ended, heirs)
}

func msgTransferred(name string) string {
	return fmt.Sprintf("Hồ sơ đã chuyển sang %s theo quyết định kế thừa. Cơ quan đó giải quyết tiếp.", name)
}

func msgLineNotScored(line string) string {
	return fmt.Sprintf("Dòng “%s” chưa được tổ chức tự chấm. Hãy chọn dòng đã chấm.", line)
}

const msgNoDistricts = "Từ ngày 01/7/2025 không còn cấp huyện. Hãy dùng by=commune hoặc by=place."

// What the tables of the collective economy cannot tell.
const (
	msgTooManyGroups     = "Cả nước có quá nhiều nhóm. Hãy thêm place hoặc authority."
	msgNoReportingPeriod = "Không có chế độ báo cáo nào lấy số liệu của năm hoặc ngày này. Hãy chọn từ 01/01/2014."
	msgPlaceNotKnown     = "Chưa rõ địa bàn"
	msgOfficeNotKnown    = "Chưa rõ cơ quan cấp"
)

func msgOutsideTheYear(year int, first, last vn.Date) string {
	return fmt.Sprintf("Số liệu năm %d tính từ %s đến %s. Hãy chọn as_of trong kỳ này hoặc bỏ year.", year, first, last)
}

const msgAuthorityOrPlace = "Chỉ nêu một trong hai: authority hoặc place."

func msgNoScheme(scheme string, year int) string {
	return fmt.Sprintf("Thang “%s” không đánh giá loại hình, ngành này của năm %d.", scheme, year)
}

const msgGradeOrPoints = "Thang này chỉ nhận kết quả của cơ quan khác (external_grade), hoặc chỉ nhận điểm (scores). Hãy gửi đúng một loại."

// Of links to other organisations.
const (
	msgKinUnknown  = "Không có tổ chức này trong sổ. Hãy tra lại id."
	msgKinTwice    = "Tổ chức này được nêu hai lần. Hãy bỏ một."
	msgKinMember   = "Hợp tác xã này đang là thành viên. Hãy bỏ ngày vào, hoặc ghi ngày ra trước."
	msgKinNoMember = "Hợp tác xã này không phải thành viên, nên không có ngày ra. Hãy kiểm tra lại."
)

func msgKinUnborn(issued vn.Date) string {
	return "Hợp tác xã này được cấp giấy chứng nhận ngày " + issued.String() + ", không là thành viên trước ngày đó. Hãy sửa ngày vào."
}

func msgKinEnded(on vn.Date) string {
	return "Hợp tác xã này đã chấm dứt ngày " + on.String() + ". Chỉ ghi được thời gian là thành viên trước ngày đó: hãy ghi cả ngày vào và ngày ra, hoặc bỏ đi."
}

func msgKinKind(kinds []coop.Kind) string {
	if len(kinds) == 1 {
		return "Chỉ hợp tác xã mới là thành viên của liên hiệp. Hãy kiểm tra lại id."
	}
	return "Chỉ Hội quán hoặc tổ hợp tác mới là nơi sinh ra tổ chức khác. Hãy kiểm tra lại id."
}

const (
	msgStopForeign       = "Chỉ thông báo loại business_stop mới có stop. Hãy bỏ stop."
	msgStopMissing       = "Thiếu nội dung yêu cầu. Hãy ghi stop: căn cứ, yêu cầu, ngành nghề, ngày nhận văn bản."
	msgStopUnit          = "Yêu cầu này nhắm vào tổ chức, không vào đơn vị phụ thuộc. Hãy bỏ unit_id."
	msgStopEnded         = "Tổ chức đã chấm dứt nên không còn gì để tạm ngừng."
	msgStopLines         = "Phải nêu ít nhất một ngành, nghề."
	msgStopTwice         = "Ngành, nghề này đã nêu ở trên. Hãy bỏ một dòng."
	msgStopReceived      = "Thiếu ngày cơ quan nhận được văn bản (received_on)."
	msgStopReceivedOrder = "Ngày nhận văn bản phải từ ngày ký văn bản đến ngày ra thông báo. Hãy kiểm tra lại."
	msgStopLifting       = "Phải nêu lý do hoặc văn bản cho phép tiếp tục kinh doanh."
)

func msgStopGrounds(known []coop.StopGround) string {
	if len(known) == 0 {
		return "Không văn bản nào của ngày này cho phép yêu cầu như vậy với tổ chức này."
	}
	return fmt.Sprintf("Căn cứ này không có với tổ chức này vào ngày này. Các căn cứ: %s.", joined(known))
}

func msgStopOrder(known []coop.StopOrder) string {
	return fmt.Sprintf("Căn cứ này chỉ cho phép yêu cầu: %s.", joined(known))
}

func msgStopLine(line coop.StopLine) string {
	return fmt.Sprintf("Không có ngành %s trong hệ thống ngành %s. Hãy tra tại /v1/industries.", line.Code, line.Edition)
}

// joined lists codes.
func joined[T ~string](codes []T) string {
	parts := make([]string, len(codes))
	for i, c := range codes {
		parts[i] = string(c)
	}
	return strings.Join(parts, ", ")
}

func msgSuccessionFirst(shown, all int) string {
	return fmt.Sprintf("Danh sách dưới đây là %d mục đầu trong %d mục; lần chạy thử cho xem tất cả, từng hồ sơ và tài khoản đã chuyển có trong sổ.", shown, all)
}
