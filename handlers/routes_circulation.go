package handlers

import "meguri/models"

// circulationRoutes: who helped whom.
func (h *handlers) circulationRoutes() []route {
	return []route{
		{get, "/circulation", anyone.Limited(120, 60), h.circulation.Show},
		{get, "/circulation.xlsx", anyone.Limited(30, 30), h.circulation.XLSX},
		{get, "/api/v1/circulation", anyone.Limited(60, 60), h.apiCirculation.Show},

		{get, "/staff/organizations/:slug/circulation", mayAtHost(models.ManageMembers), h.ownCirculation.Show},
		{post, "/staff/organizations/:slug/circulation", mayAtHost(models.ManageMembers), h.ownCirculation.Agree},
	}
}
