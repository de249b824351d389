package main

func law2012() []any {
	return []any{"application", "charter", "business_plan", "member_list", "organ_list", "founding_resolution"}
}

func formation(kind, name, place string, papers []any) object {
	return object{
		"procedure": "formation", "organization_kind": kind, "fee_paid": true, "filer": object{"full_name": "Nguyễn Văn An", "phone": "0901234567"}, "papers_received": papers,
		"payload": object{
			"name": object{"vi": name}, "seat": object{"line": "Ấp 1", "place": place}, "industries": lines(), "purpose": "production",
			"charter_capital_vnd": 1_000_000_000, "members": counts(21), "legal_representatives": people(),
		},
	}
}

func lines() []any {
	return []any{object{"edition": "2018", "code": "0161", "main": true}}
}

func counts(official int) object {
	return object{"official": official, "capital_associates": 0, "service_associates": 0, "foreign": 0}
}

func people() []any {
	return []any{object{"full_name": "Nguyễn Văn An", "title": "Chủ tịch HĐQT", "nationality": "VN", "id_document": "087085001234"}}
}
