package coop

// Words tells people what a status is, on any day and for every kind; the official wording of a day is the register's.
func (s Status) Words() string {
	return map[Status]string{
		StatusActive: "đang hoạt động", StatusSuspended: "tạm ngừng kinh doanh",
		StatusNotAtAddress: "không hoạt động tại địa chỉ đã đăng ký", StatusRevoked: "bị thu hồi do cưỡng chế về quản lý thuế",
		StatusDissolving: "đang làm thủ tục chấm dứt", StatusInBankruptcy: "đang làm thủ tục phá sản",
		StatusEnded: "đã chấm dứt", StatusRecorded: "có trong sổ theo dõi",
	}[s]
}

// Words tells people what a procedure is.
func (p Procedure) Words() string {
	return map[Procedure]string{
		ProcedureFormation: "đăng ký thành lập", ProcedureNoticeOfFormation: "thông báo thành lập tổ hợp tác",
		ProcedureNoticeOfChange: "thông báo thay đổi tổ hợp tác", ProcedureNoticeOfEnd: "thông báo chấm dứt",
		ProcedureRecognition: "công nhận hội quán", ProcedureMirrorLicence: "ghi nhận giấy phép",
		ProcedureConversion: "chuyển đổi tổ hợp tác thành hợp tác xã", ProcedureChangeRegistration: "đăng ký thay đổi",
		ProcedureChangeNotification: "thông báo thay đổi", ProcedureInformationUpdate: "bổ sung, cập nhật thông tin",
		ProcedureEnterpriseNotice: "thông báo thành lập doanh nghiệp", ProcedureCorrection: "hiệu đính",
		ProcedureUnitRegistration: "đăng ký hoạt động đơn vị phụ thuộc", ProcedureUnitChange: "thay đổi đơn vị phụ thuộc",
		ProcedureUnitClosure: "chấm dứt đơn vị phụ thuộc", ProcedureSuspension: "tạm ngừng kinh doanh",
		ProcedureResumption: "tiếp tục kinh doanh", ProcedureDivision: "chia", ProcedureSeparation: "tách",
		ProcedureConsolidation: "hợp nhất", ProcedureMerger: "sáp nhập", ProcedureExistenceEnd: "chấm dứt tồn tại",
		ProcedureDissolutionResolution: "nghị quyết giải thể", ProcedureDissolutionCancel: "hủy bỏ nghị quyết giải thể",
		ProcedureDissolution: "giải thể", ProcedureCompulsoryDissolution: "giải thể bắt buộc",
		ProcedureBankruptcyOpening: "mở thủ tục phá sản", ProcedureBankruptcy: "tuyên bố phá sản",
		ProcedureTerminationResolution: "quyết định chấm dứt tổ hợp tác", ProcedureTermination: "chấm dứt tổ hợp tác",
		ProcedureRevocation: "thu hồi giấy chứng nhận", ProcedureRevocationCancel: "hủy bỏ quyết định thu hồi",
		ProcedureInvalidation: "giấy chứng nhận không có hiệu lực", ProcedureReissue: "cấp lại giấy chứng nhận",
		ProcedureExchange: "cấp đổi giấy chứng nhận", ProcedureOfficeChange: "thay đổi cơ quan đăng ký",
	}[p]
}

// Words tells people why something is ending or has ended.
func (r StatusReason) Words() string {
	return map[StatusReason]string{
		ReasonDissolution: "giải thể", ReasonRevocation: "thu hồi giấy chứng nhận", ReasonDivision: "bị chia", ReasonConsolidation: "bị hợp nhất",
		ReasonMerger: "được sáp nhập", ReasonBankruptcy: "phá sản", ReasonTermination: "chấm dứt hoạt động", ReasonConversion: "chuyển đổi",
	}[r]
}
