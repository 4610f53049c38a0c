package web

import (
	"bytes"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/service/i18n"
	"meguri/models"
	"meguri/templates"
)

// drawn renders a piece of a template in Japanese, with a form that holds values and faults.
func drawn(t *testing.T, piece string, form *Form) *goquery.Document {
	t.Helper()
	return drawnWith(t, piece, form, []Option{{"a", "会場"}, {"b", "オンライン"}})
}

func drawnWith(t *testing.T, piece string, form *Form, data any) *goquery.Document {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	japanese := texts.For(i18n.Japanese)
	if form != nil {
		form.texts, form.errors, form.called = japanese, map[string]string{}, map[string]string{}
		if form.Values.Has("wrong") {
			form.Fault(form.Values.Get("wrong"), "field.required")
		}
	}
	assets, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	page, err := template.New("").Funcs(functions(assets)).ParseFS(templates.Files, "layouts/*.html", "partials/*.html")
	if err != nil {
		t.Fatal(err)
	}
	tmpl := template.Must(page.New("piece").Parse(piece))
	shown := &Page{Localizer: japanese, Form: form, Data: data, Now: time.Now()}
	content, err := draw(tmpl, tmpl.Lookup(formSummary), shown)
	if err != nil {
		t.Fatal(err)
	}
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestPartials(t *testing.T) {
	const field = `{{template "field" dict "Page" . "Name" "email" "Type" "email" "Label" "account.email" ` +
		`"Help" "account.password_help" "Required" true "Autocomplete" "email"}}`
	t.Run("a field is described by its help", func(t *testing.T) {
		input := drawn(t, field, nil).Find("#email")
		if input.AttrOr("aria-describedby", "") != "email-help" || input.AttrOr("autocomplete", "") != "email" {
			t.Error(goquery.OuterHtml(input))
		}
	})
	t.Run("a label says in words that a field is required", func(t *testing.T) {
		if label := drawn(t, field, nil).Find(`label[for=email]`).Text(); !strings.Contains(label, "※必須") {
			t.Error(label)
		}
	})
	t.Run("a field at fault keeps what was typed and names its message", func(t *testing.T) {
		page := drawn(t, field, &Form{Values: url.Values{"email": {"花子"}, "wrong": {"email"}}})
		input := page.Find("#email")
		if input.AttrOr("value", "") != "花子" || input.AttrOr("aria-invalid", "") != "true" ||
			input.AttrOr("aria-describedby", "") != "email-help email-fault" {
			t.Error(goquery.OuterHtml(input))
		}
		if page.Find("#email-fault").Text() != "入力してください。" {
			t.Error(page.Html())
		}
	})
	t.Run("a password is never sent back", func(t *testing.T) {
		page := drawn(
			t, `{{template "field" dict "Page" . "Name" "p" "Type" "password" "Label" "account.password"}}`,
			&Form{Values: url.Values{"p": {"secret"}}},
		)
		if text, _ := page.Html(); strings.Contains(text, "secret") {
			t.Error(text)
		}
	})
	t.Run("the summary of a form leads to each field", func(t *testing.T) {
		page := drawn(t, `{{template "form_errors" .}}`+field, &Form{Values: url.Values{"wrong": {"email"}}})
		if to := page.Find("#form-errors a").AttrOr("href", ""); page.Find(to).Length() != 1 {
			t.Error(page.Html())
		}
	})
	t.Run("the summary of a form names each field", func(t *testing.T) {
		form := &Form{Values: url.Values{"wrong": {"email"}}}
		drawn(t, field, form)
		form.fields = []string{"email"}
		if list := form.Errors(); len(list) != 1 || list[0].Label != "メールアドレス" {
			t.Errorf("%+v", list)
		}
	})
	t.Run("a choice stays chosen", func(t *testing.T) {
		for _, piece := range []string{"select", "radios", "checkboxes"} {
			page := drawn(
				t, `{{template "`+piece+`" dict "Page" . "Name" "way" "Label" "account.email" "Options" .Data}}`,
				&Form{Values: url.Values{"way": {"b"}}},
			)
			if chosen := page.Find("[selected], [checked]"); chosen.Length() != 1 || chosen.AttrOr("value", "") != "b" {
				t.Error(page.Html())
			}
		}
	})
}

func TestStates(t *testing.T) {
	for piece, class := range map[string]string{
		`{{template "event_state" dict "Page" . "State" "published"}}`:         "badge ok",
		`{{template "event_state" dict "Page" . "State" "cancelled"}}`:         "badge error",
		`{{template "event_state" dict "Page" . "State" "archived"}}`:          "badge quiet",
		`{{template "registration_state" dict "Page" . "State" "waitlisted"}}`: "badge info",
		`{{template "registration_state" dict "Page" . "State" "cancelled"}}`:  "badge quiet",
		`{{template "survey_state" dict "Page" . "State" "draft"}}`:            "badge warn",
		`{{template "mail_state" dict "Page" . "State" "failed"}}`:             "badge error",
	} {
		t.Run(piece, func(t *testing.T) {
			if got := drawn(t, piece, nil).Find("span").AttrOr("class", ""); got != class {
				t.Errorf("%q, want %q", got, class)
			}
		})
	}
}

// A badge whose text does not exist is for a state that was renamed.
func TestEveryBadgeHasAText(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for key := range badges {
		if !texts.For(i18n.Japanese).Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
}

func TestPlaces(t *testing.T) {
	two, past, many := 2, time.Unix(0, 0), 300
	for name, c := range map[string]struct {
		ticketType models.TicketType
		want       string
	}{
		"are left":                    {models.TicketType{Mode: models.ModeVenue, Capacity: &two, Taken: 1}, "残り1席"},
		"are all taken":               {models.TicketType{Capacity: &two, Taken: 2}, "満席（キャンセル待ち受付中）"},
		"are without a limit":         {models.TicketType{}, "空きあり"},
		"are many":                    {models.TicketType{Mode: models.ModeOnline, Capacity: &many, Taken: 61}, "空きあり"},
		"are closed":                  {models.TicketType{ClosesAt: &past}, "申込期間外"},
		"are closed before all taken": {models.TicketType{ClosesAt: &past, Capacity: &two, Taken: 2}, "申込期間外"},
	} {
		t.Run(name, func(t *testing.T) {
			piece := `{{template "places" dict "Page" . "TicketType" .Data "Full" "registration.type_waiting"}}`
			if got := drawnWith(t, piece, nil, c.ticketType).Find("span").Text(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestMenuOfAnOrganization(t *testing.T) {
	page := &Page{Host: &models.Organization{Slug: "o"}}
	for path, want := range map[string]string{
		"/staff/organizations/o":                    "organization.title",
		"/staff/organizations/o/members":            "member.title",
		"/staff/organizations/o/accounts/1/disable": "member.title",
		"/staff/organizations/o/audit":              "audit.title",
	} {
		page.Path = path
		menu, err := page.Menu()
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range menu[0].Links {
			if link.Current != (link.Text == want) {
				t.Errorf("%s: %+v", path, link)
			}
		}
	}
}

func TestMenu(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	event := &models.Event{
		Slug: "e", State: models.EventPublished, VenueNameJa: "会場",
		StartsAt: now.Add(time.Hour), EndsAt: now.Add(3 * time.Hour),
	}
	marks := &models.Marks{TicketTypes: 1, Taken: 5, Surveys: 1, EmptySurveys: 1, FailedMails: 2}
	page := &Page{
		Event: event,
		Path:  "/staff/events/e/people/1",
		Now:   now,
		roles: []models.Role{models.RoleOrganizer},
		marks: func() (*models.Marks, error) { return marks, nil },
	}
	links := func() map[string]Link {
		menu, err := page.Menu()
		if err != nil {
			t.Fatal(err)
		}
		byPath := map[string]Link{}
		for _, group := range menu {
			for _, link := range group.Links {
				byPath[strings.TrimPrefix(link.URL, "/staff/events/e")] = link
			}
		}
		return byPath
	}
	t.Run("marks the section that a page belongs to", func(t *testing.T) {
		for path, link := range links() {
			if link.Current != (path == "/people") {
				t.Errorf("%+v", link)
			}
		}
	})
	t.Run("tells the state of each part", func(t *testing.T) {
		for path, want := range map[string]Mark{
			"/people":    {markCount, 5},
			"/types":     {Kind: markDone},
			"/agenda":    {Kind: markComing},
			"/mails":     {markAttention, 2},
			"/reception": {Kind: markRunning},
		} {
			if got := links()[path].Mark; got != want {
				t.Errorf("%s: %+v, want %+v", path, got, want)
			}
		}
	})
	opened := func(path string, now time.Time) (open []string) {
		page.Path, page.Now = "/staff/events/e"+path, now
		menu, err := page.Menu()
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range menu {
			if group.Open && group.Text != "" {
				open = append(open, strings.TrimPrefix(group.Text, "desk.group_"))
			}
		}
		return open
	}
	t.Run("opens the group of the time, and that of the page", func(t *testing.T) {
		for _, c := range []struct {
			path string
			now  time.Time
			want []string
		}{
			{"", now.AddDate(0, 0, -2), []string{"prepare"}},
			{"/people", now, []string{"day"}},
			{"", now.AddDate(0, 0, 2), []string{"results"}},
			{"/types", now.AddDate(0, 0, 2), []string{"prepare", "results"}},
			{"/polls/new", now.AddDate(0, 0, 2), []string{"day", "results"}},
		} {
			if got := opened(c.path, c.now); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.path, got, c.want)
			}
		}
	})
	t.Run("has a mark of its own for each entry", func(t *testing.T) {
		seen := map[string]bool{}
		for path, link := range links() {
			if link.Icon == "" || seen[link.Icon] {
				t.Errorf("%s: %q", path, link.Icon)
			}
			seen[link.Icon] = true
		}
	})
	t.Run("gathers the pages of the room under one entry, with tabs from one to the other", func(t *testing.T) {
		page.Path = "/staff/events/e/polls/new"
		tabs := page.Tabs()
		if len(tabs) != len(roomSections) || !tabs[1].Current || tabs[0].Current {
			t.Errorf("%+v", tabs)
		}
		if !links()["/live"].Current {
			t.Error("the entry is not current on a page that it gathers")
		}
		if page.Path = "/staff/events/e/face"; len(page.Tabs()) > 0 {
			t.Error("a page that nothing gathers has tabs")
		}
	})
	t.Run("shows a person what the role may use", func(t *testing.T) {
		page.roles = []models.Role{models.RoleReceptionist}
		got := slices.Sorted(maps.Keys(links()))
		if !slices.Equal(got, []string{"", "/rally", "/reception"}) {
			t.Error(got)
		}
	})
}
