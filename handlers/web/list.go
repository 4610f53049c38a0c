package web

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// A list shows PageSize rows; a program may ask for up to MaxPageSize.
const (
	PageSize    = 50
	MaxPageSize = 500
)

// Limit reads ?limit=, how many rows a program asks for.
func Limit(c echo.Context) (int, error) {
	typed := c.QueryParam("limit")
	if typed == "" {
		return PageSize, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > MaxPageSize {
		return 0, models.InvalidFields(map[string]string{"limit": "field.number"})
	}
	return n, nil
}

// BindQuery reads the query of an address into a struct with `query` tags.
func BindQuery(c echo.Context, into any) error {
	if err := (&echo.DefaultBinder{}).BindQueryParams(c, into); err != nil {
		return models.NewError(badRequest, "error.invalid")
	}
	return nil
}

// WithQuery is an address with a query, as of the filter that is on the screen.
func WithQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// NextPage is the address of the list on this page from a place on: name is the parameter for it, and at is "" after
// the last page, which has no next one.
func NextPage(c echo.Context, filter url.Values, name, at string) string {
	if at == "" {
		return ""
	}
	filter.Set(name, at)
	return WithQuery(c.Request().URL.Path, filter)
}

// SortHead is the head of a column by which a list can be sorted: where it leads to, and how the list is sorted now.
type SortHead struct {
	URL string
	Way string // ascending, descending, or "" where it is sorted by something else
}

// SortHeadOf is the head of the column by. sorted is the column by which the list is sorted, with a minus in front for
// the other direction.
func SortHeadOf(path string, query url.Values, by, sorted string) SortHead {
	head, next := SortHead{}, by
	switch sorted {
	case by:
		head.Way, next = "ascending", "-"+by
	case "-" + by:
		head.Way = "descending"
	}
	query.Set("sort", next)
	head.URL = WithQuery(path, query)
	return head
}

// Pages are the ways to the pages of a list whose length is known, at least about.
type Pages struct {
	Number, Last   int
	From, To       int // the first and the last row of this page, counted from 1
	Previous, Next string
	Numbers        []PageNumber
	// IsOpen says that Last may not be the last one.
	IsOpen bool
}

// PageNumber is a way to a page. One without a URL is a gap.
type PageNumber struct {
	Number int
	URL    string
}

// A page leads to the first and the last one, and to those that are near; where there are few, to all.
const (
	near      = 2
	shortList = 7
)

// PagesOf are the ways from a page of rows rows, of total in all, to the others; isMore says that there are more.
func PagesOf(path string, query url.Values, number, rows, total int, hasNext, isMore bool) *Pages {
	return pagesOf(path, query, PageSize, number, rows, total, hasNext, isMore)
}

// PagesBy is PagesOf for a list of which a page has size rows, and of which the length is known.
func PagesBy(size int, path string, query url.Values, number, rows, total int) *Pages {
	return pagesOf(path, query, size, number, rows, total, number*size < total, false)
}

func pagesOf(path string, query url.Values, size, number, rows, total int, hasNext, isMore bool) *Pages {
	to := func(number int) string {
		query.Set("page", strconv.Itoa(number))
		if number == 1 {
			query.Del("page")
		}
		return WithQuery(path, query)
	}
	p := &Pages{Number: number, Last: max(1, number, (total+size-1)/size), IsOpen: isMore}
	p.From = (number-1)*size + 1
	p.To = p.From + rows - 1
	if number > 1 {
		p.Previous = to(number - 1)
	}
	if hasNext {
		p.Next = to(number + 1)
	}
	for n := 1; n <= p.Last; n++ {
		switch {
		case n == 1, n == p.Last && !isMore, n >= number-near && n <= number+near, p.Last <= shortList:
			p.Numbers = append(p.Numbers, PageNumber{n, to(n)})
		case n == number-near-1, n == number+near+1:
			p.Numbers = append(p.Numbers, PageNumber{})
		}
	}
	return p
}
