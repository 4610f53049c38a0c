package pdf

import "strings"

const (
	tableSize     = 9.0
	tableHeadSize = 8.0
	tableHeadLine = 10.5
	// columnRoom is between two columns of a table.
	columnRoom = 10.0
	// othersShare is how much of the page the columns but the first may take.
	othersShare = 0.64
)

// table draws a table: the first column takes what the others leave.
func (d *document) table(t *Table) {
	widths := d.tableWidths(t)
	d.tableHead(t, widths)
	for _, row := range t.Rows {
		lines := d.lines(tableSize, widths[0]-columnRoom, Cell(d.texts, row[0]))
		height := max(1, float64(len(lines)))*tableSize*leading + 1
		if d.y+height > bottom {
			d.page()
			d.tableHead(t, widths)
		}
		top := d.y + tableSize*1.25
		d.ink()
		for i, line := range lines {
			d.drawLine(margin, top+float64(i)*tableSize*leading, tableSize, line)
		}
		right := margin + widths[0]
		for i, cell := range row[1:] {
			right += widths[i+1]
			d.drawFittedRight(right, top, widths[i+1]-columnRoom/2, tableSize, 6, Cell(d.texts, cell))
		}
		d.y += height
		d.hairline()
	}
	d.y += 3
}

// tableWidths are as wide as the cells of each column, in fair parts where that is too wide.
func (d *document) tableWidths(t *Table) []float64 {
	const least = 40.0
	widths, sum := make([]float64, len(t.Head)), 0.0
	for i := 1; i < len(t.Head); i++ {
		widths[i] = min(least, d.width(tableHeadSize, clean(t.Head[i])))
		for word := range strings.FieldsSeq(t.Head[i]) { // is not broken
			if d.width(tableHeadSize, clean(word)) <= 2*least {
				widths[i] = max(widths[i], d.width(tableHeadSize, clean(word)))
			}
		}
		for _, row := range t.Rows {
			widths[i] = max(widths[i], d.width(tableSize, clean(Cell(d.texts, row[i]))))
		}
		widths[i] += columnRoom
		sum += widths[i]
	}
	if most := inner * othersShare; sum > most {
		for i := range widths {
			widths[i] *= most / sum
		}
		sum = most
	}
	widths[0] = inner - sum
	return widths
}

func (d *document) tableHead(t *Table, widths []float64) {
	names, most := make([][]string, len(t.Head)), 1
	for i, name := range t.Head {
		names[i] = d.lines(tableHeadSize, widths[i]-columnRoom/2, name)
		names[i] = names[i][:min(3, len(names[i]))]
		most = max(most, len(names[i]))
	}
	d.ensureSpace(float64(most)*tableHeadLine + 3*tableSize*leading)
	d.y += 4
	d.muted()
	right := margin
	for i, lines := range names {
		right += widths[i]
		for n, text := range lines {
			y := d.y + tableHeadLine*float64(most-len(lines)+n+1) - 2
			if i == 0 {
				d.drawLine(margin, y, tableHeadSize, text)
			} else {
				d.drawRight(right, y, tableHeadSize, text)
			}
		}
	}
	d.y += tableHeadLine*float64(most) + 3
	d.rule()
}
