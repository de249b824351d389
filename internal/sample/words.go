package sample

import (
	"encoding/csv"
	"math/rand/v2"
	"strconv"
)

type trade struct{ word, code string }

// trades are what cooperatives do, with a class of VSIC that both editions have.
func trades() []trade {
	return []trade{
		{"Nông nghiệp", "0161"},
		{"Dịch vụ nông nghiệp", "0161"},
		{"Sản xuất lúa", "0111"},
		{"Rau an toàn", "0118"},
		{"Cây ăn trái", "0121"},
		{"Xoài", "0121"},
		{"Hoa kiểng", "0118"},
		{"Chăn nuôi bò", "0141"},
		{"Chăn nuôi heo", "0145"},
		{"Thủy sản", "0322"},
		{"Nuôi cá", "0322"},
		{"Vận tải", "4933"},
		{"Xây dựng", "4101"},
		{"Thương mại dịch vụ", "4620"},
		{"Dệt chiếu", "1392"},
		{"Môi trường", "3811"},
		{"Du lịch", "7912"},
		{"Cà phê", "0126"},
		{"Hồ tiêu", "0124"},
		{"Mía đường", "0114"},
	}
}

// brandSyllables make proper names, two at a time.
func brandSyllables() []string {
	return []string{
		"An", "Bình", "Cường", "Đại", "Đồng", "Đức", "Gia", "Hải", "Hiệp", "Hòa", "Hoàng", "Hồng", "Hưng", "Khánh", "Kim", "Lợi",
		"Long", "Lộc", "Minh", "Mỹ", "Nam", "Nghĩa", "Ngọc", "Nhân", "Phát", "Phong", "Phú", "Phúc", "Phước", "Quang", "Quý", "Sơn",
		"Sáng", "Tài", "Tâm", "Tân", "Thắng", "Thành", "Thiện", "Thịnh", "Thọ", "Thuận", "Tiến", "Tín", "Toàn", "Trí", "Trung", "Trường",
		"Tường", "Vạn", "Việt", "Vinh", "Vĩnh", "Xuân", "Yên", "Ân", "Bảo", "Châu", "Chí", "Công", "Danh", "Giang", "Hạnh", "Hảo",
	}
}

// people draws made-up names.
type people struct{ family, middle, given weighted }

type weighted struct {
	texts []string
	sums  []int // running sums of the weights
}

func readPeople() (people, error) {
	f, err := data.Open("data/people.csv")
	if err != nil {
		return people{}, err
	}
	defer f.Close() //nolint:errcheck // in memory
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return people{}, err
	}
	var p people
	for _, row := range rows[1:] {
		list := map[string]*weighted{"family": &p.family, "middle": &p.middle, "given": &p.given}[row[0]]
		weight, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			return p, err
		}
		last := 0
		if n := len(list.sums); n > 0 {
			last = list.sums[n-1]
		}
		list.texts, list.sums = append(list.texts, row[2]), append(list.sums, last+int(weight*100)+1)
	}
	return p, nil
}

func (p people) name(r *rand.Rand) string {
	return p.family.draw(r) + " " + p.middle.draw(r) + " " + p.given.draw(r)
}

func (w weighted) draw(r *rand.Rand) string {
	at := r.IntN(w.sums[len(w.sums)-1])
	for i, sum := range w.sums {
		if at < sum {
			return w.texts[i]
		}
	}
	return ""
}
