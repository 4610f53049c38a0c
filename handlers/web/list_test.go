package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
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

func TestHeadsTurnTheOrderRound(t *testing.T) {
	for sorted, want := range map[string]SortHead{
		"":       {"/a?q=b&sort=state", ""},
		"-day":   {"/a?q=b&sort=state", ""},
		"state":  {"/a?q=b&sort=-state", "ascending"},
		"-state": {"/a?q=b&sort=state", "descending"},
	} {
		if got := SortHeadOf("/a", url.Values{"q": {"b"}}, "state", sorted); got != want {
			t.Errorf("sorted by %q: %+v, want %+v", sorted, got, want)
		}
	}
}

func TestPagesAreReachedByNumber(t *testing.T) {
	for name, c := range map[string]struct {
		number, total   int
		hasNext, isMore bool
		numbers         []int // 0 for a gap
		previous, next  string
	}{
		"one page":          {1, 50, false, false, []int{1}, "", ""},
		"the first of many": {1, 1000, true, false, []int{1, 2, 3, 0, 20}, "", "/a?page=2&q=b"},
		"one in the middle": {
			10, 1000, true, false, []int{1, 0, 8, 9, 10, 11, 12, 0, 20}, "/a?page=9&q=b", "/a?page=11&q=b",
		},
		"one of few": {1, 320, true, false, []int{1, 2, 3, 4, 5, 6, 7}, "", "/a?page=2&q=b"},
		"the second": {2, 101, true, false, []int{1, 2, 3}, "/a?q=b", "/a?page=3&q=b"},
		"of a list whose end is not known": {
			3, 1000, true, true, []int{1, 2, 3, 4, 5, 0}, "/a?page=2&q=b", "/a?page=4&q=b",
		},
		"after all that were counted": {
			30, 1000, true, true, []int{1, 0, 28, 29, 30}, "/a?page=29&q=b", "/a?page=31&q=b",
		},
	} {
		p := PagesOf("/a", url.Values{"q": {"b"}}, c.number, 50, c.total, c.hasNext, c.isMore)
		var numbers []int
		for _, n := range p.Numbers {
			numbers = append(numbers, n.Number)
		}
		if !slices.Equal(numbers, c.numbers) || p.Previous != c.previous || p.Next != c.next {
			t.Errorf("%s: %v, %q, %q", name, numbers, p.Previous, p.Next)
		}
	}
}
