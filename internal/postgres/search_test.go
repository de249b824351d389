package postgres_test

import (
	"context"
	"reflect"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

func TestSearch(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		for i, name := range []string{
			"Hợp tác xã Đồng Tâm", "Hợp tác xã Nông nghiệp Bình Minh", "Liên hiệp hợp tác xã Bình Thành",
			"Tổ hợp tác xã Tân Kiều số 1-5",
		} {
			o := f.organization(name)
			o.Name.Short, o.Name.Foreign, o.Registration.CertificateNumber = "", "", ""
			if i == 0 {
				o.Code = "1402123456"
			}
			must(t, tx.CreateOrganization(ctx, o))
		}
	})
	const dongTam, binhMinh, binhThanh, tanKieu = "Hợp tác xã Đồng Tâm", "Hợp tác xã Nông nghiệp Bình Minh",
		"Liên hiệp hợp tác xã Bình Thành", "Tổ hợp tác xã Tân Kiều số 1-5"
	for _, c := range []struct {
		q           string
		approximate bool
		want        []string
	}{
		{"đồng tâm", false, []string{dongTam}},
		{"HTX DONG TAM", false, []string{dongTam}},
		{"tâm đồng", false, []string{dongTam}},
		{"bình", false, []string{binhMinh, binhThanh}},
		{"nông nghiệp bình mi", false, []string{binhMinh}},
		{"mi bình", false, nil}, // only the last word may be a beginning
		{"1402123456", false, []string{dongTam}},
		{"Tổ hợp tác xã Tân Kiều số 1-5", false, []string{tanKieu}},
		{"số 1-5", false, []string{tanKieu}},
		{"a & ( | !", false, nil},
		{"dồng tâmm", false, nil},
		{"dồng tâmm", true, []string{dongTam}},
		{"ồng âm", true, []string{dongTam}}, // parts of words before similar ones
		{"binh thanhh", true, []string{binhThanh}},
		{"zzzz", true, nil},
	} {
		f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
			q := coop.Query{Words: vn.Words(c.q), Approximate: c.approximate, Limit: 10}
			list, err := tx.Organizations(ctx, q)
			must(t, err)
			n, err := tx.CountOrganizations(ctx, q)
			must(t, err)
			var got []string
			for _, o := range list {
				got = append(got, o.Name.Vi)
			}
			if !reflect.DeepEqual(got, c.want) || int(n) != len(c.want) {
				t.Errorf("%q approximate %v: listed %v, counted %d, want %v", c.q, c.approximate, got, n, c.want)
			}
		})
	}
}

func TestApproximateSearchIsPagedCompletely(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.village(t)
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		for _, words := range [][]string{{"ong"}, {"donh"}, {"pp"}} {
			q := coop.Query{Words: words, Approximate: true, Sort: coop.SortName}
			if one, all := pages(ctx, t, tx, q, 1), pages(ctx, t, tx, q, 100); !reflect.DeepEqual(ids(one), ids(all)) {
				t.Errorf("%v: one by one %v, at once %v", words, shown(one), shown(all))
			}
		}
	})
}

// The Go and the SQL form of folding answer alike, or a name would be looked for in another form than it is kept in.
func TestFoldingInSQLIsFoldingInGo(t *testing.T) {
	t.Parallel()
	f := open(t)
	conn := f.owner(t)
	const marks = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ" +
		"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴðÐ"
	for _, s := range []string{
		"", " ", "-", marks, "Hợp tác xã Đồng Tâm", "HTX Ðồng Tâm", "Hòa  Hoà\tHoa\u0300", "đường số 1-5/3", "a_b%c\\d'e",
		"Quý & (Quí) | !", "Đắk Lắk – Đăk Lăk", "１２３ ½ ² № ß æ Ø ł œ ŧ", "東京 Å ĳ ﬁ İı", "é̂̃", "K Å",
		"htx", "HTX", "Hợp tác xã", "Tổ hợp tác", "Tổ hợp tác xã Tân Kiều", "tổ hợp tác xã", "Hợp tác xã hợp tác xã",
		"Liên hiệp hợp tác xã Sài Gòn", "Liên hiệp HTX", "LHHTX Bình Minh", "Hội quán Thuận Tân", "Quỹ tín dụng nhân dân Mỹ An",
		"QTDND Mỹ An", "THT số 1", "thtx", "htx1", "hợp tác", "nhân dân", "Liên hiệp", "liên hiệp tổ hợp tác xã hội quán x",
	} {
		var fold, words string
		must(t, conn.QueryRow(t.Context(), "SELECT fold($1), search_words($1)", s).Scan(&fold, &words))
		if fold != vn.Fold(s) {
			t.Errorf("fold(%q) is %q in SQL, %q in Go", s, fold, vn.Fold(s))
		}
		want := ""
		for i, w := range vn.Words(s) {
			if i > 0 {
				want += " "
			}
			want += w
		}
		if words != want {
			t.Errorf("search words of %q are %q in SQL, %q in Go", s, words, want)
		}
	}
}
