package journeys_test

import (
	"bytes"
	"regexp"
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
	s.onPaper(t, p, results)
	p.Open(results).Set("result.weight", "mode").Press("result.show").
		Sees("result.weight_about", "result.with_weights").Examine("results weighted")
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
	if !slices.ContainsFunc(sheets, func(s string) bool { return s == "コードブック" || s == "Codebook" }) {
		t.Errorf("the workbook has no codebook, but the sheets %q", sheets)
	}
	if len(sheets) < 2 {
		t.Errorf("the workbook has only the sheets %q", sheets)
	}
	p.Follow("analysis.editions").Sees("analysis.editions_lead").Examine("editions")
	p.Open("/staff/events/summit-2025/tokens/own").Fill("member.token_name", "R").Set("member.token_days", "7").
		Follow("member.token_create").Sees("member.token_once").Examine("own token").
		Open(results).Set("analysis.purpose", "report")
	for name, begins := range map[string]string{"JSON": "{", "SPSS": "$FL2", "Parquet": "PAR1"} {
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

// onPaper holds that printed results say of which event and survey they are, of whom and how many people, and that what
// is folded on the screen is not on paper.
func (*demoServer) onPaper(t *testing.T, p *browser.Page, results string) {
	t.Helper()
	event, survey := "かわさきプロボノサミット2025", "参加後アンケート"
	if p.View.Lang == "en" {
		event, survey = "Kawasaki Pro Bono Summit 2025", "After the summit"
	}
	for _, query := range []string{"", "?by=mode", "?by=mode&is=venue", "?weight=mode"} {
		p.Open(results + query)
		whom := regexp.MustCompile(`\d+`).FindString(p.Text(".stats .stat:nth-child(2) b"))
		if strings.Contains(query, "is=") {
			whom = p.Text(`.chips a[aria-current="page"]`) // the group and how many it has
		}
		wanted := append([]string{event, survey}, strings.Fields(whom)...)
		head := letters(p.Text("main .print-only"))
		for _, text := range wanted {
			if !strings.Contains(head, letters(text)) {
				t.Errorf("%q has no %q for paper: %q", query, text, head)
			}
		}
		folded := p.Texts(".result details.folded :is(td, th, li)")
		if len(folded) == 0 && query == "" {
			t.Error("nothing is folded on the screen")
		}
		printed := letters(p.Printed("results"))
		for _, text := range append(append(folded, head), p.Texts(".cross th, #weighing ~ .table-wrap th")...) {
			if !strings.Contains(printed, letters(text)) {
				t.Errorf("printed %q lacks %q: %.300s", query, text, printed)
				break
			}
		}
		if strings.Contains(printed, letters(p.T("result.view"))) {
			t.Errorf("printed %q has the form of the view", query)
		}
	}
}

// letters is a text without spaces, which lines that are broken have elsewhere.
func letters(text string) string { return strings.Join(strings.Fields(text), "") }

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
