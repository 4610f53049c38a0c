package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const statistics = "/staff/events/here/statistics"

// TestTheNumbersOfTheStatisticsAreThoseOfTheirLists follows every link of the page and compares its number with how
// many the list says that it has.
func TestTheNumbersOfTheStatisticsAreThoseOfTheirLists(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		atVenue := newOwnPage(p, "venue", "a@b.example")
		newOwnPage(p, "online", "c@d.example")
		newOwnPage(p, "online", "e@f.example")
		gone := newOwnPage(p, "venue", "g@h.example")
		c := p.Client()
		c.LeadsTo(c.Post("/r/"+gone.secret+"/cancel"), "/r/"+gone.secret)
		scan := map[string]any{"id": "1", "ticket": atVenue.ticket, "direction": "in"}
		p.API(models.RoleReceptionist).Expect(http.StatusOK, "", http.MethodPost, apptest.CheckInsPath,
			map[string]any{"scans": []any{scan}})
		p.RunJobs()
		staff := p.As(models.RoleOrganizer)
		page := staff.Get(statistics)
		staff.Wants(page, http.StatusOK, "統計", "お申し込みの移り変わり", "会場参加", "お申し込みを承りました", "100 %")
		links := regexp.MustCompile(`<td class="num"><a href="(/staff/events/here/people\?[^"]+)">([\d,]+)</a>`).
			FindAllStringSubmatch(page.Body.String(), -1)
		if len(links) < 8 {
			t.Fatalf("%d numbers lead to lists of people", len(links))
		}
		for _, link := range links {
			path := strings.ReplaceAll(link[1], "&amp;", "&")
			list := staff.Get(path).Body.String()
			if !strings.Contains(list, "<b>"+link[2]+"人") && !strings.Contains(list, link[2]+"人</b>") {
				t.Errorf("%s lists another number than %s", path, link[2])
			}
		}
	})
}

// The numbers over time are those of one organization where one is chosen, on the page, in its links and in the file.
func TestNumbersOverTimeOfAnOrganization(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for email, organization := range map[string]string{
			"a@b.example": "市民の会", "c@d.example": "市民の会", "e@f.example": "市民の会 & 友", "g@h.example": "",
		} {
			body := apptest.RegistrationBody(email, "ticket_type", "online", "organization", organization)
			p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body)
		}
		staff := p.As(models.RoleOrganizer)
		for organization, want := range map[string]string{"": "4", "市民の会": "2", "市民の会 & 友": "1", "ない会": ""} {
			page := apptest.Document(t, staff.Get(statistics+"?organization="+url.QueryEscape(organization)))
			var linked []string
			page.Find(".plot-table td.num a").Each(func(_ int, a *goquery.Selection) {
				to, err := url.Parse(a.AttrOr("href", ""))
				if err != nil || to.Query().Get("organization") != organization || to.Query().Get("mode") != "online" {
					t.Errorf("%q leads to %s, %v", organization, to, err)
				}
				linked = append(linked, a.Text())
			})
			apptest.Equal(t, organization, strings.Join(linked, " "), want)
			chosen := page.Find("select[name=organization] option[selected]").Text()
			if want != "" && chosen != organization {
				t.Errorf("of %q the page says %q", organization, chosen)
			}
			file := page.Find("#over-time + a").AttrOr("href", "")
			if rows := strings.Count(staff.Get(file).Body.String(), ",4"); (rows > 0) != (organization == "") {
				t.Errorf("the file of %q has other numbers", organization)
			}
		}
	})
}

func TestStatisticsAsFilesAndOfAnEmptyEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get(statistics), http.StatusOK, "お申し込みがあると")
		newOwnPage(p, "online", "c@d.example")
		for name, text := range map[string]string{
			"time": "累計", "attendance": "来場", "organizations": "所属", "mails": "メールの種類",
		} {
			staff.Wants(staff.Get(statistics+"/"+name+".csv"), http.StatusOK, text)
		}
		staff.Wants(staff.Get(statistics+"/time.csv?encoding=ebcdic"), http.StatusUnprocessableEntity)
		staff.Wants(staff.Get(statistics+"/nothing.csv"), http.StatusNotFound)
		analyst := p.As(models.RoleAnalyst)
		analyst.Wants(analyst.Get(statistics), http.StatusForbidden)
	})
}
