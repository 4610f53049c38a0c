package journeys_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
)

// analyst looks at the results of the past summit's survey and downloads the responses, which have no names.
func (s *demoServer) analyst(t *testing.T, view browser.View) {
	p := s.staff(t, models.RoleAnalyst, view)
	p.FollowAt(`a[href="/staff/events/summit-2025"]`).Examine("dashboard")
	section(p, "survey.results_title").FollowAt(`main a[href$="/results"]`).
		Sees("survey.results_title", "survey.stat_responses", "survey.mean").
		SeesAt("svg.chart").
		Examine("results").
		Screenshot("results", ".result.numbers")

	results := p.Path()
	p.Set("result.split", "mode").Press("result.show").
		Sees("result.side_by_side", "result.hidden_note", "result.cross_note").SeesAt("td.hidden-cell").
		Examine("results split").
		FollowAt(`.chips li:nth-child(2) a`).
		Sees("result.only_together").Examine("results filtered")
	p.Open(results)

	table := p.Download("CSV")
	if !bytes.HasPrefix(table.Content, []byte("\ufeffresponse_id,")) {
		t.Errorf("%s begins with %.80q", table.Name, table.Content)
	}
	apptest.Lacks(t, table.Name, string(table.Content), "@summit-2025.example")
	if rows := bytes.Count(table.Content, []byte("\r\n")); rows < 50 {
		t.Errorf("%s has %d lines", table.Name, rows)
	}
	sheets := sheetsOf(t, p.Download("Excel"))
	if !slices.ContainsFunc(sheets, func(s string) bool { return s == "コードブック" || s == "Codebook" }) {
		t.Errorf("the workbook has no codebook, but the sheets %q", sheets)
	}
	if len(sheets) < 2 {
		t.Errorf("the workbook has only the sheets %q", sheets)
	}
	for name, begins := range map[string]string{"JSON": "{", "SPSS": "$FL2", "Parquet": "PAR1"} {
		if file := p.Download(name); !bytes.HasPrefix(file.Content, []byte(begins)) {
			t.Errorf("%s begins with %.80q", file.Name, file.Content)
		}
	}
	section(p, "report.title").
		Sees("report.part_numbers", "report.part_surveys").Misses("report.intro_ja").
		Examine("report")
	p.Refused("/staff/events/summit-2025/people").Sees("error.forbidden").Examine("forbidden")
	p.Refused("/api/v1/events/summit-2025/registrations.csv")
}

func sheetsOf(t *testing.T, file browser.File) []string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(file.Content))
	if err != nil {
		t.Fatalf("%s: %v", file.Name, err)
	}
	defer book.Close()
	return book.GetSheetList()
}
