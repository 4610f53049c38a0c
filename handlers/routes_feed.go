package handlers

import "meguri/models"

// feedRoutes: what installations tell each other, and the list of all of it.
func (h *handlers) feedRoutes() []route {
	return []route{
		{get, "/.well-known/meguri.json", anyone, h.nationwide.Card},
		{get, "/feed.json", anyone, h.nationwide.Feed},
		{get, "/nationwide", anyone, h.nationwide.List},
		{get, "/nationwide.csv", anyone, h.nationwide.CSV},
		{get, "/nationwide.xml", anyone, h.nationwide.XML},
		{get, "/nationwide.ics", anyone, h.nationwide.Calendar},
		{get, "/actor", anyone, h.nationwide.Actor},
		{get, "/outbox", anyone, h.nationwide.Outbox},
		{get, "/outbox/:number", anyone, h.nationwide.Activity},
		{get, "/outbox/events/:id", anyone, h.nationwide.ActivityObject},

		{get, "/kits/:id", anyone, h.kits.Show},
		{get, "/staff/kits/:id", hosting, h.eventKits.CopyForm},
		{post, "/staff/kits/:id", hosting.Limited(30, 30), h.eventKits.Copy},
		{get, "/staff/events/:slug/kit", may(models.EditEvent), h.eventKits.Desk},
		{get, "/staff/events/:slug/kit/preview", may(models.EditEvent), h.eventKits.Preview},
		{post, "/staff/events/:slug/kit", may(models.EditEvent), h.eventKits.Publish},
		{post, "/staff/events/:slug/kit/withdraw", may(models.EditEvent), h.eventKits.Withdraw},

		{get, "/staff/organizations/:slug/feeds", mayAtHost(models.ManageMembers), h.following.List},
		{post, "/staff/organizations/:slug/feeds/look", mayAtHost(models.ManageMembers).Limited(30, 30), h.following.Look},
		{post, "/staff/organizations/:slug/feeds", mayAtHost(models.ManageMembers).Limited(30, 30), h.following.Follow},
		{post, "/staff/organizations/:slug/feeds/:id/key", mayAtHost(models.ManageMembers), h.following.AgreeKey},
		{get, "/staff/organizations/:slug/feeds/:id/end", mayAtHost(models.ManageMembers), h.following.EndForm},
		{post, "/staff/organizations/:slug/feeds/:id/end", mayAtHost(models.ManageMembers), h.following.End},
	}
}
