package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

func requestFor(address string) echo.Context {
	return echo.New().NewContext(httptest.NewRequest(http.MethodGet, address, nil), httptest.NewRecorder())
}

func TestLimit(t *testing.T) {
	for typed, want := range map[string]int{"": PageSize, "1": 1, "500": MaxPageSize} {
		t.Run(typed, func(t *testing.T) {
			got, err := Limit(requestFor("/?limit=" + typed))
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("%d, want %d", got, want)
			}
		})
	}
	for _, typed := range []string{"0", "-1", "501", "x", "1.5"} {
		t.Run("refuses "+typed, func(t *testing.T) {
			if _, err := Limit(requestFor("/?limit=" + typed)); models.CodeOf(err) != models.CodeInvalid {
				t.Error(err)
			}
		})
	}
}

func TestWithQuery(t *testing.T) {
	for want, query := range map[string]url.Values{
		"/a":         {},
		"/a?q=b+%26": {"q": {"b &"}},
	} {
		if got := WithQuery("/a", query); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestNextPage(t *testing.T) {
	c := requestFor("/list?q=a&after=old&limit=3")
	for name, test := range map[string]struct{ at, want string }{
		"goes on with the filter from a place": {"new", "/list?after=new&q=a"},
		"is none after the last":               {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := NextPage(c, url.Values{"q": {"a"}}, "after", test.at); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func TestBindQuery(t *testing.T) {
	var in struct {
		Search string                   `query:"q"`
		State  models.RegistrationState `query:"state"`
	}
	if err := BindQuery(requestFor("/?q=a+b&state=confirmed&other=1"), &in); err != nil {
		t.Fatal(err)
	}
	if in.Search != "a b" {
		t.Errorf("q: %q", in.Search)
	}
	if in.State != models.RegistrationConfirmed {
		t.Errorf("state: %q", in.State)
	}
}
