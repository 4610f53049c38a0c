package voice

import (
	"net/url"
	"slices"
	"strconv"

	"meguri/models"
)

// ReadList reads what an address says of a list. What makes no sense chooses all.
func ReadList(query url.Values) ListInput {
	page, _ := strconv.Atoi(query.Get("page"))
	return ListInput{
		Theme: query.Get("theme"), Session: query.Get("session"), Order: models.PostOrder(query.Get("order")), Page: page,
	}
}

// About is the first page of the same list of another topic, nil for all topics.
func (in ListInput) About(topic *Topic) ListInput {
	about := ListInput{Order: in.Order}
	if topic != nil && topic.Theme != nil {
		about.Theme = topic.Theme.Slug
	} else if topic != nil {
		about.Session = topic.Session.ID
	}
	return about
}

// All is the first page of the same list of all topics.
func (in ListInput) All() ListInput { return in.About(nil) }

// InOrder is the first page of the same list in another order.
func (in ListInput) InOrder(order models.PostOrder) ListInput {
	in.Order, in.Page = order, 0
	return in
}

// OnPage is another page of the same list.
func (in ListInput) OnPage(page int) ListInput {
	in.Page = page
	return in
}

// Query is the list in an address: "" or a question mark and what comes after it.
func (in ListInput) Query() string {
	query := url.Values{}
	for name, value := range map[string]string{"theme": in.Theme, "session": in.Session, "order": string(in.Order)} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if in.Order == models.OrderVotes { // the usual one
		query.Del("order")
	}
	if in.Page > 1 {
		query.Set("page", strconv.Itoa(in.Page))
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// order is how the list is ordered: by votes where the address names no order that there is.
func (in ListInput) order() models.PostOrder {
	if slices.Contains(models.PostOrders, in.Order) {
		return in.Order
	}
	return models.OrderVotes
}
