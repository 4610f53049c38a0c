package staff

import (
	"testing"

	"meguri/models"
)

func TestHostAmong(t *testing.T) {
	one, two := models.Organization{ID: "one"}, models.Organization{ID: "two"}
	for name, c := range map[string]struct {
		hosts []models.Organization
		id    string
		want  string
		ok    bool
	}{
		"the one asked for":          {[]models.Organization{one, two}, "two", "two", true},
		"the only one":               {[]models.Organization{one}, "", "one", true},
		"none of several by itself":  {[]models.Organization{one, two}, "", "", false},
		"not another's":              {[]models.Organization{one}, "two", "", false},
		"nothing for who hosts none": {nil, "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := hostAmong(c.hosts, c.id)
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if ok != c.ok {
				t.Errorf("%v, want %v", ok, c.ok)
			}
		})
	}
}
