package project

import (
	"context"
	"slices"
	"strconv"

	"meguri/models"
)

// OrganizationsInput is which organization a project helps, and for which one each person of the team gives their
// hours: ids of organizations, "" for the one that runs the project and for nobody.
type OrganizationsInput struct {
	Helped  string   `form:"helped"`
	Members []string `form:"member"`
	For     []string `form:"for"`
}

// SaveOrganizations stores it; the circulation tells of it from then on. Who may edit needs there calls it. Errors:
// NotFound; Invalid for what is no organization or no person of the team.
func (s *Service) SaveOrganizations(
	ctx context.Context, at models.NeedPlace, id string, in *OrganizationsInput,
) error {
	return s.change(ctx, at, id, func(tx *models.Tx, p *models.Project) error {
		all, err := tx.Organizations().All()
		if err != nil {
			return err
		}
		team, err := tx.Projects().Team(p.ID)
		if err != nil {
			return err
		}
		invalid := models.NewError(models.CodeInvalid, "error.invalid")
		choose := func(chosen string) (*string, error) {
			if chosen == "" {
				return nil, nil
			}
			if !slices.ContainsFunc(all, func(o models.Organization) bool { return o.ID == chosen }) {
				return nil, invalid
			}
			return &chosen, nil
		}
		if p.HelpedID, err = choose(in.Helped); err != nil || len(in.Members) != len(in.For) {
			return invalid
		}
		of := map[string]*string{}
		for i, member := range in.Members {
			if !slices.ContainsFunc(team, func(m models.TeamMember) bool { return m.ID == member }) {
				return invalid
			}
			if of[member], err = choose(in.For[i]); err != nil {
				return err
			}
		}
		if err := tx.Projects().SetOrganizations(p, of); err != nil {
			return err
		}
		if err := askNew(tx, p); err != nil {
			return err
		}
		return tx.Contributions().Settle(p.ID)
	})
}

// askNew asks organizations that take part since the project was published: until they say yes it is not.
func askNew(tx *models.Tx, p *models.Project) error {
	text, err := tx.Publications().Of(p.ID)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return askSilent(tx, &p.Organization, []string{p.ID}, strconv.Itoa(text.Version))
}
