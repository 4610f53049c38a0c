package handlers

// personRoutes: people who stay.
func (h *handlers) personRoutes() []route {
	return []route{
		{get, "/me", anyone, h.persons.Home},
		{post, "/me", anyone.Limited(20, 10), h.persons.AskLink},
		{get, "/me/sent", anyone, h.persons.Sent},
		{get, "/me/open/:secret", anyone.Limited(60, 30), h.persons.OpenForm},
		{post, "/me/open/:secret", anyone.Limited(60, 30), h.persons.Open},
		{post, "/me/leave", ownMe, h.persons.Leave},
		{post, "/me/leave/all", ownMe, h.persons.LeaveAll},
		{get, "/me/profile", ownMe, h.persons.Profile},
		{post, "/me/profile", ownMe.Limited(30, 30), h.persons.SaveProfile},
		{get, "/me/registrations/:id", ownMe, h.persons.OwnPage},
		{get, "/me/registrations/:id/certificate", ownMe, h.persons.Certificate},
		{post, "/me/registrations/:id/join", ownMe.Limited(60, 60), h.persons.Join},
		{post, "/me/registrations/:id/apart", ownMe.Limited(60, 60), h.persons.TakeApart},
		{post, "/me/projects/:id/hours", ownMe.Limited(60, 30), h.persons.EnterAttended},
		{get, "/me/settings", ownMe, h.persons.Settings},
		{post, "/me/addresses", ownMe.Limited(10, 5), h.persons.AddAddress},
		{post, "/me/addresses/:id/first", ownMe.Limited(20, 10), h.persons.MakeFirst},
		{post, "/me/addresses/:id/remove", ownMe.Limited(20, 10), h.persons.RemoveAddress},
		{get, "/me/address/:secret", ownMe.Limited(30, 30), h.persons.ProveForm},
		{post, "/me/address/:secret", ownMe.Limited(30, 30), h.persons.Prove},
		{post, "/me/links/:id/end", ownMe, h.persons.EndLink},
		{get, "/me/export.json", ownMe.Limited(30, 30), h.persons.ExportJSON},
		{get, "/me/export.csv", ownMe.Limited(30, 30), h.persons.ExportCSV},
		{get, "/me/erase", ownMe, h.persons.EraseForm},
		{post, "/me/erase", ownMe.Limited(20, 10), h.persons.Erase},
		{get, "/me/erased", anyone, h.persons.Erased},
		{get, "/people/:id", anyone.Limited(60, 60), h.persons.Person},
		{post, "/r/:token/keep", holder.Limited(10, 5), h.ownPerson.Keep},
		{post, "/r/:token/apart", holder.Limited(20, 10), h.ownPerson.TakeApart},
	}
}
