package certificate

// atom is what is never cut: a line of text, a row of a table, the place to sign. Heights are in millimetres.
type atom struct {
	height float64
	above  float64         // left free above it, but at the top of a page
	stays  bool            // on the page of the one after it
	head   *atom           // stands above it where it begins a page: the head of its table
	draw   func(y float64) // from this height of the page on
}

// placed is an atom at its height on a page.
type placed struct {
	atom

	y float64
}

// paginate puts atoms onto pages: on the first from a height on, on the others from their top to their end. Atoms that stay
// together begin the next page where this one has no room for all of them; what no page has room for is not kept together.
func paginate(atoms []atom, first, top, end float64) [][]placed {
	pages, y := [][]placed{nil}, first
	for len(atoms) > 0 {
		n, height := together(atoms)
		if height > end-top {
			n, height = 1, atoms[0].above+atoms[0].height
		}
		if y+height > end && y > top {
			pages, y = append(pages, nil), top
			if head := atoms[0].head; head != nil {
				pages[len(pages)-1] = []placed{{*head, y}}
				y += head.height
			}
		}
		for _, a := range atoms[:n] {
			if y > top {
				y += a.above
			}
			pages[len(pages)-1] = append(pages[len(pages)-1], placed{a, y})
			y += a.height
		}
		atoms = atoms[n:]
	}
	return pages
}

// together tells how many of the first atoms stay on one page, and how high they are.
func together(atoms []atom) (n int, height float64) {
	for _, a := range atoms {
		n++
		height += a.above + a.height
		if !a.stays {
			break
		}
	}
	return n, height
}
