package dossier

// Words tells people what a state is (docs/glossary.md).
func (s State) Words() string {
	return map[State]string{
		StateDraft: "đang soạn", StateSubmitted: "đã nộp", StateReturned: "yêu cầu sửa đổi", StateApproved: "chấp thuận",
		StateRefused: "từ chối", StateWithdrawn: "đã rút", StateLapsed: "không còn giá trị",
	}[s]
}

// Words tells people who signs.
func (c Capacity) Words() string {
	return map[Capacity]string{
		CapacityFounder: "sáng lập viên được hội nghị thành lập cử", CapacityRepresentative: "người đại diện theo pháp luật",
		CapacityChair:               "chủ tịch hội đồng quản trị, hoặc giám đốc nếu không có hội đồng",
		CapacityGroupRepresentative: "người đại diện tổ hợp tác", CapacityBranchHead: "người đứng đầu chi nhánh",
		CapacityCourtParty: "người yêu cầu theo bản án, quyết định", CapacityOffice: "cơ quan đăng ký",
	}[c]
}
