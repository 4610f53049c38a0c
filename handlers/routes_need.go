package handlers

import "meguri/models"

// needRoutes: needs, offers and ordinary days.
func (h *handlers) needRoutes() []route {
	return []route{
		{get, "/needs", anyone, h.needs.List},
		{get, "/needs/:id", anyone, h.needs.Show},
		{post, "/needs/:id/offers", anyone.Limited(10, 5), h.needs.Offer},
		{get, "/needs/:id/offers/sent", anyone, h.needs.Offered},
		{get, "/offering/:secret", anyone.Limited(30, 30), h.offers.Show},
		{post, "/offering/:secret", anyone.Limited(30, 30), h.offers.Confirm},
		{post, "/offering/:secret/reply", anyone.Limited(30, 30), h.offers.Reply},
		{post, "/offering/:secret/asking", anyone.Limited(30, 30), h.offers.SetAsking},
		{post, "/offering/:secret/withdraw", anyone.Limited(30, 30), h.offers.Withdraw},
		{post, "/offering/:secret/report", anyone.Limited(30, 30), h.offers.Report},
		{post, "/offering/:secret/agree", anyone.Limited(30, 30), h.offers.Agree},
		{post, "/offering/:secret/refuse", anyone.Limited(30, 30), h.offers.Refuse},
		{post, "/offering/:secret/erase", anyone.Limited(30, 30), h.offers.Erase},
		{get, "/ordinary", anyone, h.needs.DayForm},
		{post, "/ordinary", anyone.Limited(20, 10), h.needs.Day},
		{get, "/events/:slug/needs/new", anyone, h.needs.AskForm},
		{post, "/events/:slug/needs/new", anyone.Limited(10, 5), h.needs.Ask},
		{get, "/events/:slug/needs/sent", anyone, h.needs.Asked},

		{get, "/staff/events/:slug/needs", may(models.EditNeeds), h.needDesk.Board},
		{get, "/staff/events/:slug/needs/new", may(models.EditNeeds), h.needDesk.New},
		{post, "/staff/events/:slug/needs", may(models.EditNeeds), h.needDesk.Create},
		{get, "/staff/events/:slug/needs/:id", may(models.EditNeeds), h.needDesk.Need},
		{get, "/staff/events/:slug/needs/:id/edit", may(models.EditNeeds), h.needDesk.Edit},
		{post, "/staff/events/:slug/needs/:id/edit", may(models.EditNeeds), h.needDesk.Save},
		{post, "/staff/events/:slug/needs/:id/move", may(models.EditNeeds), h.needDesk.Move},
		{post, "/staff/events/:slug/needs/:id/agreement", may(models.EditNeeds), h.needDesk.Agree},
		{get, "/staff/events/:slug/needs/:id/people", may(models.EditNeeds), h.needDesk.People},
		{post, "/staff/events/:slug/needs/:id/people", may(models.EditNeeds), h.needDesk.Ask},
		{post, "/staff/events/:slug/needs/:id/offers/:offer", may(models.EditNeeds), h.needDesk.Answer},
		{post, "/staff/events/:slug/needs/:id/offers/:offer/block", may(models.EditNeeds), h.needDesk.Block},
		{get, "/staff/organizations/:slug/needs", mayAtHost(models.EditNeeds), h.needDesk.Board},
		{get, "/staff/organizations/:slug/needs/new", mayAtHost(models.EditNeeds), h.needDesk.New},
		{post, "/staff/organizations/:slug/needs", mayAtHost(models.EditNeeds), h.needDesk.Create},
		{get, "/staff/organizations/:slug/needs/:id", mayAtHost(models.EditNeeds), h.needDesk.Need},
		{get, "/staff/organizations/:slug/needs/:id/edit", mayAtHost(models.EditNeeds), h.needDesk.Edit},
		{post, "/staff/organizations/:slug/needs/:id/edit", mayAtHost(models.EditNeeds), h.needDesk.Save},
		{post, "/staff/organizations/:slug/needs/:id/move", mayAtHost(models.EditNeeds), h.needDesk.Move},
		{post, "/staff/organizations/:slug/needs/:id/agreement", mayAtHost(models.EditNeeds), h.needDesk.Agree},
		{get, "/staff/organizations/:slug/needs/:id/people", mayAtHost(models.EditNeeds), h.needDesk.People},
		{post, "/staff/organizations/:slug/needs/:id/people", mayAtHost(models.EditNeeds), h.needDesk.Ask},
		{post, "/staff/organizations/:slug/needs/:id/offers/:offer", mayAtHost(models.EditNeeds), h.needDesk.Answer},
		{post, "/staff/organizations/:slug/needs/:id/offers/:offer/block", mayAtHost(models.EditNeeds), h.needDesk.Block},
	}
}
