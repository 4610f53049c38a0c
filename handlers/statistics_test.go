package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

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
