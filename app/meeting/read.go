package meeting

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/text"
)

// part is what a column of a report holds.
type part string

const (
	partName   part = "name"
	partEmail  part = "email"
	partJoin   part = "join"
	partLeave  part = "leave"
	partFirst  part = "first" // of a person's joins
	partLast   part = "last"
	partLength part = "length"
	partAction part = "action"
	partAt     part = "at"
)

// titles are what Zoom and Teams call the columns, without what stands in brackets.
var titles = foldTitles(map[part][]string{
	partName: {
		"Name", "User Name", "Full Name", "Participant", "Participant Name",
		"名前", "氏名", "ユーザー名", "フル ネーム", "表示名", "参加者", "参加者名",
	},
	partEmail: {
		"Email", "User Email", "Email Address", "Participant Email",
		"メール", "メール アドレス", "ユーザーのメール", "ユーザーのメールアドレス", "ユーザーのEメール", "Eメール", "電子メール",
	},
	partJoin:   {"Join Time", "Joined At", "参加時刻", "参加時間", "参加日時", "入室時刻", "入室時間"},
	partLeave:  {"Leave Time", "Left At", "退出時刻", "退出時間", "退出日時", "退室時刻", "退室時間", "終了時刻"},
	partFirst:  {"First Join", "First Join Time", "最初の参加", "初めての参加", "最初の参加時刻", "初回参加"},
	partLast:   {"Last Leave", "Last Leave Time", "最後の退出", "最終退出", "最後の退出時刻"},
	partAction: {"User Action", "Action", "ユーザー アクション", "ユーザーの操作", "アクション"},
	partAt:     {"Timestamp", "タイムスタンプ", "日時"},
	partLength: {
		"Duration", "Total Duration", "In-Meeting Duration", "Time in Session", "Session Duration",
		"会議の長さ", "会議時間", "期間", "所要時間", "継続時間", "滞在時間", "合計時間", "時間", "セッションの時間", "長さ",
	},
})

func foldTitles(titles map[part][]string) map[string]part {
	folded := map[string]part{}
	for p, names := range titles {
		for _, name := range names {
			folded[text.SearchQuery(name)] = p
		}
	}
	return folded
}

var brackets = regexp.MustCompile(`[(（\[［][^)）\]］]*[)）\]］]?`)

// heading is a row with the titles of columns: where each part stands.
type heading struct {
	columns map[part]int
	isUTC   bool
}

func headingOf(cells []string) *heading {
	h := &heading{columns: map[part]int{}}
	for i, cell := range cells {
		p, ok := titles[text.SearchQuery(brackets.ReplaceAllString(cell, ""))]
		if _, has := h.columns[p]; !ok || has {
			continue
		}
		h.columns[p] = i
		h.isUTC = h.isUTC || strings.Contains(strings.ToUpper(cell), "(UTC)")
	}
	return h
}

func (h *heading) has(parts ...part) bool {
	return !slices.ContainsFunc(parts, func(p part) bool { _, ok := h.columns[p]; return !ok })
}

func (h *heading) cell(cells []string, p part) string {
	if i, ok := h.columns[p]; ok && i < len(cells) {
		return strings.TrimSpace(cells[i])
	}
	return ""
}

// The ways in which tables of reports tell when people were there.
func (h *heading) tellsJoins() bool   { return h.has(partName, partJoin, partLeave) }
func (h *heading) tellsSum() bool     { return h.has(partName, partFirst, partLast) }
func (h *heading) tellsActions() bool { return h.has(partName, partAction, partAt) }
func (h *heading) tellsTimes() bool   { return h.tellsJoins() || h.tellsSum() || h.tellsActions() }

// line is a row of a report, with its times as they are written.
type line struct {
	row         int
	name, email string
	from, until string
	length      string
	action      string
	isSum       bool // from the first join until the last leaving
	isUTC       bool
}

// paper is what was read of a report.
type paper struct {
	source models.PresenceSource
	lines  []line
}

// sectionEnd is a title that ends a table: "3. In-Meeting Activities", "Panelist Details".
var sectionEnd = regexp.MustCompile(`(?i)^(\d+[.．]\s*\S|.*\bdetails$|other attended$)`)

// readPaper reads a report. Errors: Invalid, with what is wrong with the file.
func readPaper(content []byte, fileName string) (*paper, error) {
	rows, err := table.ReadRows(bytes.NewReader(content), fileName)
	if err != nil {
		return nil, err
	}
	p := &paper{source: models.FromZoom}
	var h *heading
	onlyTotals := false
	for _, row := range rows {
		next := headingOf(row.Cells)
		switch {
		case next.tellsTimes():
			h = next
			if h.tellsSum() || h.tellsActions() || namesTeams(row.Cells) {
				p.source = models.FromTeams
			}
		case next.has(partName, partLength):
			h, onlyTotals = nil, true
		case isSectionEnd(row.Cells):
			h = nil
		case h != nil:
			p.add(h, row)
		}
	}
	err = p.fault(onlyTotals)
	return p, err
}

func (p *paper) fault(onlyTotals bool) error {
	switch {
	case len(p.lines) > 0:
		return nil
	case onlyTotals:
		return models.NewError(models.CodeInvalid, "meeting.only_totals")
	}
	return models.NewError(models.CodeInvalid, "meeting.no_report")
}

func isSectionEnd(cells []string) bool {
	filled := slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return strings.TrimSpace(c) == "" })
	return len(filled) == 1 && sectionEnd.MatchString(strings.TrimSpace(filled[0]))
}

// namesTeams reports whether a heading has a column that only Teams has.
func namesTeams(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool {
		return strings.Contains(c, "UPN") || slices.Contains([]string{"Role", "役割", "ロール"}, strings.TrimSpace(c))
	})
}

// add adds a row, but those of people who were not there: they have no time.
func (p *paper) add(h *heading, row table.Row) {
	l := line{
		row: row.Number, name: text.CleanLine(h.cell(row.Cells, partName)), email: h.cell(row.Cells, partEmail),
		isUTC: h.isUTC, length: h.cell(row.Cells, partLength),
	}
	switch {
	case h.tellsJoins():
		l.from, l.until = h.cell(row.Cells, partJoin), h.cell(row.Cells, partLeave)
	case h.tellsSum():
		l.from, l.until, l.isSum = h.cell(row.Cells, partFirst), h.cell(row.Cells, partLast), true
	default:
		l.from, l.action = h.cell(row.Cells, partAt), h.cell(row.Cells, partAction)
	}
	if strings.Trim(l.from, "-–—") == "" || l.name == "" && l.email == "" {
		return
	}
	p.lines = append(p.lines, l)
}
