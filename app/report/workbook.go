package report

import (
	"fmt"
	"iter"
	"slices"

	"meguri/app/service/i18n"
	"meguri/app/service/markdown"
	"meguri/app/service/pdf"
	"meguri/app/service/question"
	"meguri/app/service/table"
)

// Tables are the report as the sheets of a workbook: what it is about, then each part. Numbers over time and tables
// have a sheet each; the answers to questions of one part, and what people said, stand in one.
func Tables(texts *i18n.Localizer, r *pdf.Report) []table.Table {
	list := []table.Table{about(texts, r)}
	for i := range r.Sections {
		w := &sheets{texts: texts, section: &r.Sections[i], number: i + 1}
		w.add()
		list = append(list, w.list...)
	}
	return list
}

// about is the first sheet: the facts, the introduction, and how each part is to be read.
func about(texts *i18n.Localizer, r *pdf.Report) table.Table {
	rows := [][]any{{texts.T("report.event"), texts.Pick(r.Event.TitleJa, r.Event.TitleEn)}}
	for _, f := range r.Facts {
		rows = append(rows, []any{f.Label, f.Value})
	}
	rows = append(rows, []any{texts.T("report.made"), r.Event.Local(r.IssuedAt)})
	if r.Intro != "" {
		rows = append(rows, []any{texts.T("report.intro"), markdown.Plain(r.Intro)})
	}
	for i := range r.Sections {
		s := &r.Sections[i]
		if s.Note != "" {
			rows = append(rows, []any{s.Title, s.Note})
		}
		for k := range s.Blocks {
			rows = append(rows, aboutBlock(s.Title, &s.Blocks[k])...)
		}
	}
	if r.Left != "" {
		rows = append(rows, []any{nil, r.Left})
	}
	return sheet(texts.T("report.title"), []string{texts.T("report.what"), texts.T("report.content")}, rows)
}

// aboutBlock is what stands in no table: texts, figures without one, and notes.
func aboutBlock(section string, b *pdf.Block) (rows [][]any) {
	title := section
	if b.Title != "" {
		title += "：" + b.Title
	}
	if b.Text != "" {
		rows = append(rows, []any{title, markdown.Plain(b.Text)})
	}
	if b.Table == nil {
		for _, f := range b.Figures {
			rows = append(rows, []any{title + "：" + f.Label, f.Value})
		}
	}
	if b.Note != "" {
		rows = append(rows, []any{title, b.Note})
	}
	return rows
}

// sheets are those of a part while they are made.
type sheets struct {
	texts   *i18n.Localizer
	section *pdf.ReportSection
	number  int
	list    []table.Table
}

func (w *sheets) add() {
	var answers, said [][]any
	for i := range w.section.Blocks {
		b := &w.section.Blocks[i]
		if b.Plot != nil {
			w.addSheet([]string{b.Plot.When, b.Title}, plotRows(b.Plot))
		}
		if b.Table != nil {
			w.addSheet(w.head(b), w.rows(b))
		}
		if b.Bars != nil {
			answers = append(answers, bars(b.Bars)...)
		}
		for _, q := range b.Quotes {
			said = append(said, []any{b.Title, q.Text, q.Note})
		}
	}
	t := w.texts.T
	if len(answers) > 0 {
		w.addSheet([]string{
			t("report.question"), t("report.answer"), t("report.count"), t("report.share_percent"), t("report.answers"),
			t("report.mean"),
		}, answers)
	}
	if len(said) > 0 {
		w.addSheet([]string{t("report.about"), t("report.text"), t("report.remark")}, said)
	}
}

// addSheet adds a sheet under the name of the part, which must be another one each time.
func (w *sheets) addSheet(head []string, rows [][]any) {
	name := fmt.Sprintf("%d %s", w.number, w.section.Title)
	if n := len(w.list); n > 0 {
		name = fmt.Sprintf("%d-%d %s", w.number, n+1, w.section.Title)
	}
	w.list = append(w.list, sheet(name, head, rows))
}

func sheet(name string, head []string, rows [][]any) table.Table {
	var all iter.Seq2[[]any, error] = func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
	return table.Table{Name: name, Header: head, Rows: all}
}

// head is that of a block's table, with the title of the block before it where it has one.
func (w *sheets) head(b *pdf.Block) []string {
	head := slices.Clone(b.Table.Head)
	for i := range head {
		if slices.ContainsFunc(b.Table.Rows, func(row []any) bool { _, is := row[i].(pdf.Percent); return is }) {
			head[i] = w.texts.T("report.in_percent", "what", head[i])
		}
	}
	if b.Title == "" {
		return head
	}
	return slices.Insert(head, 0, w.texts.T("report.about"))
}

func (w *sheets) rows(b *pdf.Block) [][]any {
	if b.Title == "" {
		return b.Table.Rows
	}
	rows := make([][]any, len(b.Table.Rows))
	for i, row := range b.Table.Rows {
		rows[i] = slices.Insert(slices.Clone(row), 0, any(b.Title))
	}
	return rows
}

func plotRows(p *pdf.Plot) [][]any {
	rows := make([][]any, len(p.Entries))
	for i := range p.Entries {
		rows[i] = []any{p.Entries[i].Name, p.Entries[i].Values[0]}
	}
	return rows
}

// bars are the answers to a question: a line each.
func bars(r *pdf.Result) (rows [][]any) {
	var mean any
	if r.HasMean {
		mean = r.Mean
	}
	for _, b := range r.Bars {
		rows = append(rows, []any{r.Question, b.Label, b.Count, question.Percent(b.Count, r.Whole()), r.Responses, mean})
	}
	return rows
}
