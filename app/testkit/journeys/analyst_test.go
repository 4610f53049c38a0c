package journeys_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
)

// analyst looks at the results of the past summit's survey and downloads the responses, which have no names.
func (s *demoServer) analyst(t *testing.T, view browser.View) {
	p := s.staff(t, models.RoleAnalyst, view)
	p.Sees("analysis.events", "analysis.hosts").Examine("analyst's home").
		FollowAt(`main a[href^="/staff/events/summit-2025/surveys/"]`).
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
	p.Unfold("analysis.save_view").Fill("analysis.view_name", "会場の方").Follow("analysis.do_save").
		Sees("analysis.view_saved", "会場の方").Examine("view saved").
		Follow("analysis.delete_view").Sees("analysis.view_deleted")
	p.Open(results)

	p.Follow("JSON").Sees("audit.purpose_required").Examine("purpose missing")
	table := p.Set("analysis.purpose", "report").Download("CSV")
	if !bytes.HasPrefix(table.Content, []byte("\ufeffresponse_id,")) {
		t.Errorf("%s begins with %.80q", table.Name, table.Content)
	}
	apptest.Lacks(t, table.Name, string(table.Content), "@summit-2025.example")
	if rows := bytes.Count(table.Content, []byte("\r\n")); rows < 50 {
		t.Errorf("%s has %d lines", table.Name, rows)
	}
	sheets := sheetsOf(t, p.Download("Excel"))
	if !slices.ContainsFunc(sheets, func(s string) bool { return strings.EqualFold(s, "codebook") }) {
		t.Errorf("the workbook has no codebook, but the sheets %q", sheets)
	}
	if len(sheets) < 2 {
		t.Errorf("the workbook has only the sheets %q", sheets)
	}
	p.Follow("analysis.editions").Sees("analysis.editions_lead").Examine("editions")
	p.Open("/staff/events/summit-2025/tokens/own").Fill("member.token_name", "R").Set("member.token_days", "7").
		Follow("member.token_create").Sees("member.token_once").Examine("own token").
		Open(results).Set("analysis.purpose", "report")
	for name, begins := range map[string]string{"JSON": "{", "SPSS": "$FL2"} {
		if file := p.Download(name); !bytes.HasPrefix(file.Content, []byte(begins)) {
			t.Errorf("%s begins with %.80q", file.Name, file.Content)
		}
	}
	section(p, "report.title").
		Sees("report.part_numbers", "report.part_surveys").Misses("report.intro_ja").
		Examine("report")
	p.Refused("/staff/events/summit-2025/people").Sees("error.forbidden").Examine("forbidden")
	s.partner(t, results, view)
	p.Refused("/api/v1/events/summit-2025/registrations.csv")
}

// partner opens the link to a split view that the owner makes.
func (s *demoServer) partner(t *testing.T, results string, view browser.View) {
	owner := s.staff(t, models.RoleOwner, view)
	owner.Open(results+"?by=mode").Unfold("analysis.make_link").Fill("analysis.link_name", "共催の皆さま "+view.Name()).
		Set("analysis.link_days", "7").Follow("analysis.do_link").Sees("analysis.link_made").Examine("link made")
	link := owner.FollowAt(`.result-shelf a[href^="/results/"]`).Path()
	p := s.browser.Visit(t, s.BaseURL, "partner", view)
	p.Open(link).Sees("survey.stat_rate", "result.cross_note").Misses("result.view").Examine("partner's view")
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
