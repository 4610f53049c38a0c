package check_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/check"
	"meguri/models"
)

// fault returns the text key of the fault of the field "f", "" if there is none.
func fault(t *testing.T, c *check.Checker) string {
	t.Helper()
	err := c.Err()
	if err == nil {
		return ""
	}
	var formErr *models.Error
	if !errors.As(err, &formErr) || formErr.Code != models.CodeInvalid {
		t.Fatalf("%v is no Invalid error", err)
	}
	return formErr.Fields["f"]
}

func TestText(t *testing.T) {
	line, name, text := (*check.Checker).Line, (*check.Checker).Name, (*check.Checker).Text
	for title, c := range map[string]struct {
		read  func(c *check.Checker, field, typed string, maximum int, requirement check.Requirement) string
		typed string
		need  check.Requirement
		want  string
		fault string
	}{
		"a line loses space around it":          {line, " 川崎　市（仮） ", check.Required, "川崎 市（仮）", ""},
		"a name is written in plain letters":    {name, "Ｂｏｂ", check.Required, "Bob", ""},
		"a text keeps its lines":                {text, "a\r\n b ", check.Required, "a\n b", ""},
		"what cannot be seen goes":              {text, "a\u202eb\u200b", check.Required, "ab", ""},
		"a required line of space alone":        {line, " 　", check.Required, "", "field.required"},
		"an optional one":                       {line, " 　", check.Optional, "", ""},
		"ten characters fit, whatever they are": {line, strings.Repeat("長", 10), check.Required, strings.Repeat("長", 10), ""},
		"eleven do not": {
			line, strings.Repeat("x", 11), check.Optional, strings.Repeat("x", 11), "field.too_long",
		},
		"a long text": {
			text, strings.Repeat("x\n", 6), check.Optional, "x\nx\nx\nx\nx\nx", "field.too_long",
		},
	} {
		t.Run(title, func(t *testing.T) {
			checker := check.New()
			if got := c.read(checker, "f", c.typed, 10, c.need); got != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
			if got := fault(t, checker); got != c.fault {
				t.Errorf("fault %q, want %q", got, c.fault)
			}
		})
	}
}

func TestFieldsOfOneValue(t *testing.T) {
	for title, c := range map[string]struct {
		read  func(c *check.Checker) any
		want  any
		fault string
	}{
		"an address": {
			func(c *check.Checker) any { d, _ := c.Email("f", " A@B.example ", check.Required); return d },
			"A@b.example", "",
		},
		"the key of an address": {
			func(c *check.Checker) any { _, k := c.Email("f", " A@B.example ", check.Required); return k },
			"a@b.example", "",
		},
		"no address": {
			func(c *check.Checker) any { d, _ := c.Email("f", "nobody", check.Required); return d }, "", "field.email",
		},
		"an address that mail cannot reach": {
			func(c *check.Checker) any { _, k := c.Email("f", "花子@b.example", check.Required); return k },
			"花子@b.example", "field.email_ascii",
		},
		"an address left out": {
			func(c *check.Checker) any { d, _ := c.Email("f", " ", check.Required); return d }, "", "field.required",
		},
		"none is needed": {
			func(c *check.Checker) any { d, _ := c.Email("f", " ", check.Optional); return d }, "", "",
		},
		"a password as typed": {func(c *check.Checker) any { return c.Secret("f", " a ") }, " a ", ""},
		"a password left out": {func(c *check.Checker) any { return c.Secret("f", "") }, "", "field.required"},
		"a choice": {
			func(c *check.Checker) any { return check.Choice(c, "f", models.SectorHealth, models.Sectors) },
			models.SectorHealth, "",
		},
		"no choice": {
			func(c *check.Checker) any { return check.Choice(c, "f", "army", models.Sectors) }, models.Sector("army"),
			"field.choice",
		},
		"a site": {
			func(c *check.Checker) any { return c.URL("f", " https://a.example/b ", check.Optional) },
			"https://a.example/b", "",
		},
		"a site with a password": {
			func(c *check.Checker) any { return c.URL("f", "https://user:pw@evil.example/", check.Optional) },
			"https://user:pw@evil.example/", "field.url_user",
		},
		"a site that pretends to be another": {
			func(c *check.Checker) any { return c.URL("f", "https://city.example@evil.example", check.Optional) },
			"https://city.example@evil.example", "field.url_user",
		},
		"a site without a host": {
			func(c *check.Checker) any { return c.URL("f", "https://:443/", check.Optional) }, "https://:443/", "field.url",
		},
		"no site": {func(c *check.Checker) any { return c.URL("f", "", check.Optional) }, "", ""},
		"a site is needed": {
			func(c *check.Checker) any { return c.URL("f", "", check.Required) }, "", "field.required",
		},
		"a script": {
			func(c *check.Checker) any { return c.URL("f", "javascript:x", check.Optional) }, "javascript:x",
			"field.url",
		},
		"a site without TLS": {
			func(c *check.Checker) any { return c.URL("f", "http://a.example", check.Optional) }, "http://a.example",
			"field.url",
		},
		"a number": {func(c *check.Checker) any { return c.Int("f", " ３０ ", 1, 30, check.Required) }, 30, ""},
		"a number too large": {
			func(c *check.Checker) any { return c.Int("f", "31", 1, 30, check.Required) }, 31, "field.number",
		},
		"a number too small": {
			func(c *check.Checker) any { return c.Int("f", "0", 1, 30, check.Required) }, 0, "field.number",
		},
		"no number": {
			func(c *check.Checker) any { return c.Int("f", "many", 1, 30, check.Optional) }, 0, "field.number",
		},
		"a number may be absent": {func(c *check.Checker) any { return c.Int("f", "", 1, 30, check.Optional) }, 0, ""},
	} {
		t.Run(title, func(t *testing.T) {
			checker := check.New()
			if diff := cmp.Diff(c.want, c.read(checker)); diff != "" {
				t.Error(diff)
			}
			if got := fault(t, checker); got != c.fault {
				t.Errorf("fault %q, want %q", got, c.fault)
			}
		})
	}
}

func TestLocalTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for title, c := range map[string]struct {
		typed string
		need  check.Requirement
		want  time.Time
		fault string
	}{
		"is kept in UTC": {
			" 2026-09-20T13:00 ", check.Required, time.Date(2026, 9, 20, 11, 0, 0, 0, time.UTC), "",
		},
		"may be left out":                   {" ", check.Optional, time.Time{}, ""},
		"must be there":                     {" ", check.Required, time.Time{}, "field.time"},
		"is a time":                         {"tomorrow", check.Optional, time.Time{}, "field.time"},
		"in the hour that spring skips":     {"2026-03-29T02:30", check.Required, time.Time{}, "event.no_such_time"},
		"before anything that we hold":      {"1999-12-31T23:59", check.Required, time.Time{}, "field.time"},
		"after anything that anybody plans": {"2201-01-01T00:00", check.Required, time.Time{}, "field.time"},
	} {
		t.Run(title, func(t *testing.T) {
			checker := check.New()
			if got := checker.LocalTime("f", c.typed, berlin, c.need); !got.Equal(c.want) {
				t.Errorf("read %v, want %v", got, c.want)
			}
			if got := fault(t, checker); got != c.fault {
				t.Errorf("fault %q, want %q", got, c.fault)
			}
		})
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	c := check.New()
	c.Line("name", "", 10, check.Required)
	c.Line("title", "a title that is too long", 10, check.Required)
	c.Fault("title", "event.line_long") // the first one stays
	if c.OK("name") || c.OK("other", "title") {
		t.Error("a field at fault is OK")
	}
	if !c.OK("other") {
		t.Error("a field without fault is not OK")
	}
	want := &models.Error{
		Code: models.CodeInvalid, Key: "error.invalid",
		Fields:    map[string]string{"name": "field.required", "title": "field.too_long"},
		FieldArgs: map[string][]any{"title": {"max", 10}},
	}
	if diff := cmp.Diff(error(want), c.Err()); diff != "" {
		t.Error(diff)
	}
}
