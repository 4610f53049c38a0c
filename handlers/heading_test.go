package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/handlers/web"
	"meguri/models"
)

var heading = regexp.MustCompile(`(?s)<h1[^>]*>(.*?)</h1>`)

// Who follows an entry of the menu finds its words at the head of the page.
func TestEntriesOfTheMenuAreTheHeadingsOfTheirPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff, to := p.As(models.RoleOwner), paths.OfStaffEvent(p.Event.Slug)
		texts, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, group := range web.SectionGroups {
			for _, section := range pagesOf(group) {
				address := section.Path(to, &models.Marks{})
				if address == string(to) || seen[address] {
					continue // headed by the event; without a survey its results lead to the list
				}
				seen[address] = true
				for _, lang := range []string{"ja", "en"} {
					answer := staff.Get(address + "?lang=" + lang)
					staff.Wants(answer, http.StatusOK)
					found, want := heading.FindStringSubmatch(answer.Body.String()), texts.For(lang).T(section.Text)
					if len(found) < 2 || !strings.HasPrefix(strings.TrimSpace(found[1]), want) {
						t.Errorf("%s in %s: the menu says %q, the heading is %q", address, lang, want, found)
					}
				}
			}
		}
	})
}

// pagesOf are the pages that a group of the menu leads to, by its entries and by the tabs of those that gather several.
func pagesOf(group web.SectionGroup) (pages []web.Section) {
	for _, section := range group.Sections {
		pages = append(pages, section.Pages()...)
	}
	return pages
}
