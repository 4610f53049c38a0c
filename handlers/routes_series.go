package handlers

import "meguri/models"

// seriesRoutes: series and what announces events elsewhere.
func (h *handlers) seriesRoutes() []route {
	atHost, edits := mayAtHost(models.SeeEvent), mayAtHost(models.EditEvent)
	return []route{
		{get, "/events/:slug/places/:look", anyone, h.publicity.Badge},
		{get, "/events/:slug/flyer.pdf", anyone.Limited(30, 30), h.publicity.Flyer},
		{get, "/events/:slug/event.xml", anyone, h.publicity.EventXML},
		{get, "/events.csv", anyone.Limited(30, 30), h.publicity.AllCSV},
		{get, "/events.atom", anyone, h.publicity.AllAtom},
		{get, "/events.rss", anyone, h.publicity.AllRSS},
		{get, "/organizations/:slug/events.csv", anyone.Limited(30, 30), h.publicity.HostCSV},
		{get, "/organizations/:slug/events.atom", anyone, h.publicity.HostAtom},
		{get, "/organizations/:slug/events.rss", anyone, h.publicity.HostRSS},
		{get, "/series/:slug", anyone, h.series.Show},
		{get, "/events/:slug/minutes", anyone, h.series.Minutes},
		{get, "/series/:slug/calendar.ics", anyone, h.series.Calendar},
		{get, "/series/:slug/events.atom", anyone, h.publicity.SeriesAtom},
		{get, "/series/:slug/events.rss", anyone, h.publicity.SeriesRSS},
		{post, "/series/:slug/follow", anyone.Limited(20, 10), h.series.Follow},
		{get, "/series/:slug/follow/sent", anyone, h.series.Asked},
		{get, "/following/:secret", anyone.Limited(30, 30), h.series.Following},
		{post, "/following/:secret", anyone.Limited(30, 30), h.series.Confirm},
		{post, "/following/:secret/tell", anyone.Limited(30, 30), h.series.OnlyTell},
		{get, "/following/:secret/end", anyone.Limited(30, 30), h.series.EndForm},
		{post, "/following/:secret/end", anyone.Limited(30, 30), h.series.End},
		{get, "/r/:token/take-back", holder, h.ownSeries.Form},
		{post, "/r/:token/take-back", holder.Limited(20, 10), h.ownSeries.TakeBack},

		{get, "/staff/events/:slug/publicity", may(models.EditEvent), h.publicityDesk.Show},
		{get, "/staff/events/:slug/series", may(models.EditEvent), h.seriesDesk.Show},
		{post, "/staff/events/:slug/series", may(models.EditEvent), h.seriesDesk.Choose},
		{post, "/staff/events/:slug/series/edit", may(models.EditEvent), h.seriesDesk.Save},
		{get, "/staff/events/:slug/minutes", may(models.EditEvent), h.minutes.Edit},
		{post, "/staff/events/:slug/minutes", may(models.EditEvent), h.minutes.Save},
		{post, "/staff/events/:slug/minutes/actions", may(models.EditEvent), h.minutes.AddAction},
		{post, "/staff/events/:slug/minutes/actions/:id", may(models.EditEvent), h.minutes.SaveAction},
		{post, "/staff/events/:slug/minutes/actions/:id/state", may(models.EditEvent), h.minutes.Tick},

		{get, "/staff/organizations/:slug/series", atHost, h.heldSeries.List},
		{get, "/staff/organizations/:slug/series/:id", atHost, h.heldSeries.ShowOne},
		{get, "/staff/organizations/:slug/series/:id/compared", mayAtHost(models.SeeResults), h.heldSeries.Compared},
		{post, "/staff/organizations/:slug/series/:id/answer", mayAtHost(models.ManageMembers), h.heldSeries.Answer},
		{post, "/staff/organizations/:slug/series/:id/members", edits, h.heldSeries.Ask},
		{post, "/staff/organizations/:slug/series/:id/members/:member", edits, h.heldSeries.ChangeMember},
		{post, "/staff/organizations/:slug/series/:id/next", edits, h.heldSeries.SaveNext},
		{post, "/staff/organizations/:slug/series/:id/actions/:action/state", atHost, h.heldSeries.Tick},
		{post, "/staff/organizations/:slug/series/:id/actions/:action/owner", edits, h.heldSeries.Assign},
	}
}
